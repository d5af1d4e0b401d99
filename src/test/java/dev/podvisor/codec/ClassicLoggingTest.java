package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.LevelDetection;
import dev.podvisor.spec.LevelPattern;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.LoggingSpec;
import dev.podvisor.spec.Multiline;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.OutputSource;
import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.ProcessLogging;
import dev.podvisor.spec.Redaction;
import dev.podvisor.spec.RotationSpec;
import dev.podvisor.spec.SyslogFacility;
import dev.podvisor.spec.SyslogProtocol;
import dev.podvisor.spec.SyslogSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs in the classic form. */
class ClassicLoggingTest {

    private static List<OutputSpec> outputs(String global) {
        return ClassicTexts.spec("global: {" + global + "}\n" + ClassicTexts.HEAD, Map.of())
                .logging()
                .map(LoggingSpec::outputs)
                .orElse(List.of());
    }

    private static ProcessLogging logging(String logging) {
        return ClassicTexts.process("logging: {" + logging + "}").logging();
    }

    @Test
    void withoutAWordNothingIsSaid() {
        assertThat(outputs("")).isEmpty();
        assertThat(ClassicTexts.process("").logging().isDefault()).isTrue();
        assertThat(logging("stdout: true, stderr: true")).isEqualTo(ProcessLogging.DEFAULT);
    }

    @Test
    void formatAndLevelAloneAreThoseOfTheUsualOutputs() {
        assertThat(outputs("log_format: json, log_level: WARN"))
                .satisfiesExactly(
                        processes -> assertThat(processes)
                                .returns(OutputType.Stdout, OutputSpec::type)
                                .returns(OutputFormat.Json, OutputSpec::format)
                                .returns(Optional.of(OutputSource.Processes), OutputSpec::source)
                                .returns(Optional.empty(), OutputSpec::level),
                        own -> assertThat(own)
                                .returns(OutputType.Stderr, OutputSpec::type)
                                .returns(Optional.of(OutputSource.Supervisor), OutputSpec::source)
                                .returns(Optional.of(LogLevel.Warning), OutputSpec::level));
    }

    @Test
    void outputsOfEveryType() {
        List<OutputSpec> outputs = outputs("""
                log_format: json, log_level: debug, logging: {outputs: [
                  {type: stdout, format: text, level: info},
                  {type: file, path: /log/pm, rotation: {max_size: 5Mi, max_age: 7d, max_backups: 2, compress: false}},
                  {type: file, path: /log/other},
                  {type: syslog, address: "log:601", network: tcp, facility: LOCAL0, protocol: rfc3164, level: warning}]}""");

        assertThat(outputs)
                .extracting(OutputSpec::type)
                .containsExactly(OutputType.Stdout, OutputType.File, OutputType.File, OutputType.Syslog);
        assertThat(outputs)
                .extracting(OutputSpec::format)
                .containsExactly(OutputFormat.Text, OutputFormat.Json, OutputFormat.Json, OutputFormat.Json);
        assertThat(outputs)
                .extracting(output -> output.level().orElseThrow())
                .containsExactly(LogLevel.Info, LogLevel.Debug, LogLevel.Debug, LogLevel.Warning);
        assertThat(outputs.get(1).path()).isEqualTo("/log/pm");
        assertThat(outputs.get(1).rotation())
                .hasValue(new RotationSpec(Amount.bytes(5 << 20), OptionalInt.of(7), 2, false));
        assertThat(outputs.get(2).rotation())
                .as("a file is always rotated")
                .hasValue(new RotationSpec(Amount.bytes(100 << 20), OptionalInt.empty(), 10, true));
        assertThat(outputs.get(3).syslog())
                .hasValue(new SyslogSpec("tcp://log:601", SyslogFacility.Local0, Optional.of(SyslogProtocol.Rfc3164)));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:514, udp://localhost:514",
        "log, udp://log:514",
        "'[::1]', 'udp://[::1]:514'",
        "'[::1]:601', 'udp://[::1]:601'",
        "tcp://log:601, tcp://log:601",
        "/dev/log, unix:///dev/log",
        "unix:///run/log, unix:///run/log",
    })
    void anAddressIsThatOfAServer(String written, String address) {
        assertThat(outputs("logging: {outputs: [{type: syslog, address: '" + written + "'}]}"))
                .extracting(output -> output.syslog().orElseThrow().address())
                .containsExactly(address);
    }

    @ParameterizedTest
    @CsvSource({"30, 30", "30d, 30", "720h, 30", "25h, 2", "0,", "0d,"})
    void anAgeIsInDays(String written, Integer days) {
        assertThat(outputs("logging: {outputs: [{type: file, path: /a, rotation: {max_age: " + written + "}}]}"))
                .extracting(output -> output.rotation().orElseThrow().maxAgeDays())
                .containsExactly(days == null ? OptionalInt.empty() : OptionalInt.of(days));
    }

    @Test
    void keysOfAProcessBecomeFields() {
        ProcessLogging logging = logging("""
                labels: {tier: front, port: 8080}, min_level: error,
                redaction: {enabled: true, patterns: [{name: a, pattern: '(k=)\\S+', replacement: '${1}x'}, {pattern: 42}]},
                multiline: {enabled: true, pattern: '^\\[', max_lines: 50, timeout: 2s},
                level_detection: {enabled: true, patterns: {error: ERR, warn: W}, default_level: debug},
                filters: {exclude: [healthz], include: [a, 7]}""");

        assertThat(logging.labels()).isEqualTo(Map.of("tier", "front", "port", "8080"));
        assertThat(logging.level()).hasValue(LogLevel.Error);
        assertThat(logging.redact())
                .containsExactly(
                        new Redaction(new LogPattern("(k=)\\S+"), "$1x"),
                        new Redaction(new LogPattern("42"), "[redacted]"));
        assertThat(logging.multiline()).hasValue(new Multiline(Optional.of(new LogPattern("^\\[")), 50, 2000));
        assertThat(logging.levelDetection())
                .hasValue(new LevelDetection(
                        List.of(
                                new LevelPattern(LogLevel.Error, new LogPattern("ERR")),
                                new LevelPattern(LogLevel.Warning, new LogPattern("W"))),
                        LogLevel.Debug));
        assertThat(logging.exclude()).containsExactly(new LogPattern("healthz"));
        assertThat(logging.include()).containsExactly(new LogPattern("a"), new LogPattern("7"));
        assertThat(logging("json: {enabled: true, detect_auto: true}").json()).isPresent();
        assertThat(logging("json: {enabled: false}").json()).isEmpty();
        assertThat(logging("multiline: {enabled: true, timeout: 1ms}").multiline())
                .hasValue(new Multiline(Optional.empty(), 500, 10));
    }

    @Test
    void aLeastLevelIsLookedFor() {
        assertThat(logging("min_level: warn").levelDetection()).hasValue(new LevelDetection(List.of(), LogLevel.Info));
        assertThat(logging("min_level: warn, json: {enabled: true}").levelDetection())
                .isEmpty();
    }

    @Test
    void filesAreOutputsOfTheProcess() {
        ProcessLogging logging = logging("""
                files: {all: {path: /log/a}, stderr: {path: /log/e, rotate: {max_size: 10MB, max_files: 3}}}""");

        assertThat(logging.inheritOutputs()).isTrue();
        assertThat(logging.outputs()).extracting(OutputSpec::path).containsExactly("/log/a", "/log/e");
        assertThat(logging.outputs())
                .extracting(OutputSpec::streams)
                .containsExactly(List.of(), List.of(LogStream.Stderr));
        assertThat(logging.outputs().getLast().rotation())
                .hasValue(new RotationSpec(Amount.bytes(10_000_000), OptionalInt.empty(), 3, true));
    }

    @Test
    void aStreamThatIsNotKeptGoesNowhere() {
        ProcessLogging none = logging("stdout: false, stderr: false, files: {all: {path: /log/a}}");
        assertThat(none.inheritOutputs()).isFalse();
        assertThat(none.outputs()).isEmpty();

        ProcessLogging one = logging("stdout: false, files: {all: {path: /log/a}, stdout: {path: /log/o}}");
        assertThat(one.inheritOutputs()).isFalse();
        assertThat(one.outputs()).extracting(OutputSpec::type).containsExactly(OutputType.File, OutputType.Stdout);
        assertThat(one.outputs()).allMatch(output -> output.streams().equals(List.of(LogStream.Stderr)));
    }

    @Test
    void oneStreamAloneGoesToTheOutputsOfAllButFiles() {
        String document = """
                global: {logging: {outputs: [{type: stderr, format: json, level: error}, {type: file, path: /log/pm}]}}
                processes: {web: {enabled: true, command: [x], logging: {stderr: false}}}
                """;

        assertThat(ClassicTexts.lines(document))
                .containsExactly(
                        "pm.yaml:2:66: warning: processes.web.logging.stderr: with one stream alone its lines do not go to /log/pm (give it files of its own)");
        assertThat(ClassicTexts.spec(document, Map.of())
                        .processes()
                        .getFirst()
                        .logging()
                        .outputs())
                .singleElement()
                .returns(OutputType.Stderr, OutputSpec::type)
                .returns(OutputFormat.Json, OutputSpec::format)
                .returns(List.of(LogStream.Stdout), OutputSpec::streams)
                .returns(Optional.of(LogLevel.Error), OutputSpec::level);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "*** | ***",
                "$1 | $1",
                "${1}x | $1x",
                "${1}0 | $1\\0",
                "$name- | ${name}-",
                "${name} | ${name}",
                "5$ | 5\\$",
                "$$1 | \\$1",
                "${a b} | \\${a b}",
                "a\\b | a\\\\b",
            })
    void aReplacementIsThatOfGo(String go, String ours) {
        assertThat(ClassicTemplate.replacement(go)).isEqualTo(ours);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aProblemOfAProcess(String logging, String expected) {
        assertThat(ClassicTexts.lines(ClassicTexts.HEAD + "    logging: {" + logging + "}\n"))
                .containsExactly("pm.yaml:5:" + expected);
    }

    static Stream<Arguments> aProblemOfAProcess() {
        String web = "cannot use processes.web.logging.";
        String warning = "warning: processes.web.logging.";
        return Stream.of(
                c(
                        "min_level: loud",
                        "26: " + web + "min_level: \"loud\" is not one of trace, debug, info, warn, error, fatal"),
                c(
                        "redaction: {patterns: [{pattern: x}]}",
                        "26: " + warning + "redaction: it is not enabled, so it has no effect (write enabled: true)"),
                c(
                        "redaction: {enabled: true, patterns: [{name: x}]}",
                        "53: " + web
                                + "redaction.patterns[0]: pattern is missing (it takes a regular expression in RE2's syntax)"),
                c(
                        "redaction: {enabled: true, patterns: [{pattern: 'a*'}]}",
                        "63: " + web
                                + "redaction.patterns[0].pattern: it is also found in an empty text (write + instead of *)"),
                c(
                        "redaction: {enabled: true, patterns: [{pattern: x, replacement: $2}]}",
                        "79: " + web
                                + "redaction.patterns[0].replacement: the pattern has no group 2 (put what to keep in parentheses, or write \\$ for a dollar)"),
                c(
                        "filters: {exclude: ['(?!x)']}",
                        "35: " + web
                                + "filters.exclude[0]: \"(?!x)\" is no pattern: lookahead (?! at position 1 (RE2 has none; use exclude, or match less)"),
                c(
                        "json: {enabled: true, merge_fields: false}",
                        "51: " + warning
                                + "json.merge_fields: the fields of such a line are always in JSON outputs (remove it)"),
                c(
                        "level_detection: {enabled: true, patterns: {loud: x}}",
                        "59: " + web
                                + "level_detection.patterns: \"loud\" is not one of trace, debug, info, warn, error, fatal"),
                c("files: {a: {rotate: {}}}", "23: " + web + "files.a: path is missing (set it to the file)"),
                c(
                        "files: {a: {path: /l}, b: {path: /l}}",
                        "48: " + web
                                + "files.b.path: it is also the file of spec.processes[0].logging.outputs[0] (give each output a file of its own, or make one of the two)"),
                c(
                        "labels: {'a b': c}",
                        "23: " + web
                                + "labels: \"a b\" is not a name of a label (letters, digits, '-', '_', '.' and '/', at most 63, a letter or digit at its ends)"),
                c("colour: true", "15: " + warning + "colour: there is no such key, so it has no effect"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aProblemOfAnOutput(String output, String expected) {
        assertThat(ClassicTexts.lines("global: {logging: {outputs: [{" + output + "}]}}\n" + ClassicTexts.HEAD))
                .containsExactly("pm.yaml:1:" + expected);
    }

    static Stream<Arguments> aProblemOfAnOutput() {
        String at = "cannot use global.logging.outputs[0]";
        return Stream.of(
                c("path: /a", "30: " + at + ": type is missing (it takes one of stdout, stderr, file, syslog)"),
                c("type: kafka", "37: " + at + ".type: \"kafka\" is not one of stdout, stderr, file, syslog"),
                c("type: file", "30: " + at + ": a File has no path (set path to the file)"),
                c("type: stdout, path: /a", "51: " + at + ".path: Stdout has no path (set type: File or remove this)"),
                c(
                        "type: syslog, address: 'log:0'",
                        "54: " + at + ".address: 0 is no port (write one from 1 to 65535, mostly 514)"),
                c(
                        "type: syslog, facility: cats",
                        "55: " + at + ".facility: \"cats\" is not a facility (such as kern, user, mail)"),
                c(
                        "type: file, path: /a, rotation: {max_size: 100}",
                        "74: " + at + ".rotation.max_size: 100 is less than 1Mi (write a unit, such as 100Mi)"),
                c(
                        "type: file, path: /a, rotation: {max_age: old}",
                        "73: " + at + ".rotation.max_age: \"old\" is no age (write days, such as 30 or 30d)"),
                c(
                        "type: stdout, color: true",
                        "45: warning: global.logging.outputs[0].color: there is no such key, so it has no effect"));
    }

    @Test
    void variablesReachSingleKeys() {
        Map<String, String> variables = Map.of(
                "PODVISOR_GLOBAL_LOG_FORMAT", "json",
                "PODVISOR_PROCESS_WEB_LOGGING_MIN_LEVEL", "error",
                "PODVISOR_PROCESS_WEB_LOGGING_STDERR", "0",
                "PODVISOR_PROCESS_WEB_LOGGING_FILTERS_EXCLUDE", "a b");

        assertThat(ClassicTexts.lines(ClassicTexts.HEAD, variables)).isEmpty();
        ProcessLogging logging = ClassicTexts.process("", variables).logging();
        assertThat(logging.level()).hasValue(LogLevel.Error);
        assertThat(logging.exclude()).containsExactly(new LogPattern("a b"));
        assertThat(logging.outputs()).extracting(OutputSpec::format).containsExactly(OutputFormat.Json);
        assertThat(ClassicTexts.lines(ClassicTexts.HEAD, Map.of("PODVISOR_GLOBAL_LOGGING_OUTPUTS_TYPE", "file")))
                .containsExactly(
                        "pm.yaml:1:1: warning: PODVISOR_GLOBAL_LOGGING_OUTPUTS_TYPE: there is no such key (it has no effect)");
    }

    private static Arguments c(String text, String expected) {
        return Arguments.of(text, expected);
    }
}
