package dev.podvisor.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.plan.Change;
import dev.podvisor.plan.SpecDiff;
import dev.podvisor.spec.Amount;
import dev.podvisor.spec.JsonLines;
import dev.podvisor.spec.LevelDetection;
import dev.podvisor.spec.LevelPattern;
import dev.podvisor.spec.LineRate;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.LoggingSpec;
import dev.podvisor.spec.Multiline;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.OutputSource;
import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.PressurePolicy;
import dev.podvisor.spec.ProcessLogging;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.Redaction;
import dev.podvisor.spec.RotationSpec;
import dev.podvisor.spec.SyslogFacility;
import dev.podvisor.spec.SyslogProtocol;
import dev.podvisor.spec.SyslogSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Every field of logging, read from a document and written back. */
class LoggingFieldsTest {

    private static final String DOCUMENT = Texts.HEAD + """
                  logging:
                    outputs:
                      - {type: File, path: /log/web, streams: [Stderr], rotation: {}}
                    inheritOutputs: false
                    labels: {tier: front}
                    level: Debug
                    levelDetection: {patterns: [{level: Fatal, pattern: PANIC}], otherwise: Trace}
                    json: {messageFields: [text], levelFields: [lvl]}
                    multiline: {startPattern: '^\\[', maxLines: 9, timeoutMilliseconds: 50}
                    include: [a, b]
                    exclude: [healthz]
                    redact: [{pattern: '(key=)\\S+', replacement: $1xxx}]
                    rateLimit: {linesPerSecond: 100, burst: 500}
                    maxLineBytes: 16Ki
                    pressure: DropOldest
                    recentBytes: 1Mi
              logging:
                outputs:
                  - {type: Stdout, format: Json, source: All, level: Info}
                  - type: Syslog
                    processes: [web]
                    syslog: {address: "tcp://log:601", facility: Local3, protocol: Rfc5424}
            """;

    private static final OutputSpec FILE = new OutputSpec(
            OutputType.File,
            OutputFormat.Text,
            "/log/web",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(LogStream.Stderr),
            Optional.empty(),
            Optional.of(new RotationSpec(Amount.bytes(100 << 20), OptionalInt.empty(), 10, true)));

    @Test
    void areRead() {
        ProcessSet set = Texts.set(DOCUMENT);

        assertThat(set.spec().processes().getFirst().logging())
                .isEqualTo(new ProcessLogging(
                        List.of(FILE),
                        false,
                        Map.of("tier", "front"),
                        Optional.of(LogLevel.Debug),
                        Optional.of(new LevelDetection(
                                List.of(new LevelPattern(LogLevel.Fatal, new LogPattern("PANIC"))), LogLevel.Trace)),
                        Optional.of(new JsonLines(List.of("text"), List.of("lvl"))),
                        Optional.of(new Multiline(Optional.of(new LogPattern("^\\[")), 9, 50)),
                        List.of(new LogPattern("a"), new LogPattern("b")),
                        List.of(new LogPattern("healthz")),
                        List.of(new Redaction(new LogPattern("(key=)\\S+"), "$1xxx")),
                        Optional.of(new LineRate(100, OptionalInt.of(500))),
                        Amount.bytes(16 * 1024),
                        PressurePolicy.DropOldest,
                        5,
                        Amount.bytes(1 << 20)));
        assertThat(set.spec().logging().map(LoggingSpec::outputs).orElseThrow())
                .containsExactly(
                        new OutputSpec(
                                OutputType.Stdout,
                                OutputFormat.Json,
                                "",
                                Optional.empty(),
                                Optional.of(OutputSource.All),
                                List.of(),
                                List.of(),
                                Optional.of(LogLevel.Info),
                                Optional.empty()),
                        new OutputSpec(
                                OutputType.Syslog,
                                OutputFormat.Text,
                                "",
                                Optional.of(new SyslogSpec(
                                        "tcp://log:601", SyslogFacility.Local3, Optional.of(SyslogProtocol.Rfc5424))),
                                Optional.empty(),
                                List.of("web"),
                                List.of(),
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void areWrittenAndReadBack() {
        ProcessSet set = Texts.set(DOCUMENT);

        assertThat(Texts.set(new String(SpecDocument.write(set), UTF_8))).isEqualTo(set);
    }

    @Test
    void anEmptyMappingIsTheDefault() {
        assertThat(Texts.process("logging: {}")).isEqualTo(Texts.process(""));
        assertThat(Texts.process("logging: {level: Info}").logging().isDefault())
                .isFalse();
    }

    @Test
    void aChangeNeedsNoRestart() {
        ProcessSet set = Texts.set(DOCUMENT);
        ProcessSet other = Texts.set(DOCUMENT.replace("[healthz]", "[livez]").replace("Local3", "Local4"));

        assertThat(SpecDiff.between(set.spec(), other.spec()))
                .extracting(Change::toString)
                .containsExactly("the set: in place (logging)", "process web: in place (logging)");
    }

    @Test
    void aFacilityIsASyslogFacility() {
        assertThat(Texts.lines(Texts.HEAD + """
                  logging: {outputs: [{type: Syslog, syslog: {facility: Local8}}, {type: Syslog, syslog: {facility: x}}]}
                """))
                .containsExactly(
                        "shop.yaml:7:57: cannot use spec.logging.outputs[0].syslog.facility: \"Local8\" is not a facility (did you mean Local0?)",
                        "shop.yaml:7:101: cannot use spec.logging.outputs[1].syslog.facility: \"x\" is not a facility (such as Kern, User, Mail)");
    }

    @Test
    void rulesBetweenThemHaveTheirPlaces() {
        assertThat(Texts.lines(Texts.HEAD + """
                      logging:
                        outputs: [{type: Stdout, source: All}]
                        maxLineBytes: 1Mi
                        labels: {"a b": c}
                        redact:
                          - {pattern: x, replacement: $1}
                """))
                .containsExactly(
                        "shop.yaml:8:42: cannot use spec.processes[0].logging.outputs[0].source: an output of a process takes the lines of this process (remove it, or put the output below spec.logging)",
                        "shop.yaml:9:23: cannot use spec.processes[0].logging.maxLineBytes: 1Mi is more than 256Ki (write at most 256Ki)",
                        "shop.yaml:10:17: cannot use spec.processes[0].logging.labels: \"a b\" is not a name of a label (letters, digits, '-', '_', '.' and '/', at most 63, a letter or digit at its ends)",
                        "shop.yaml:12:39: cannot use spec.processes[0].logging.redact[0].replacement: the pattern has no group 1 (put what to keep in parentheses, or write \\$ for a dollar)");
    }
}
