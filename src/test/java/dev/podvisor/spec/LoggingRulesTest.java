package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LoggingRulesTest {

    private static final List<LogStream> ONE_STREAM = List.of(LogStream.Stderr);
    private static final RotationSpec ROTATION = RotationSpec.SHAPE.build(Map.of());

    private static OutputSpec output(OutputType type, Object... fields) {
        Map<String, Object> values = new HashMap<>();
        values.put("type", type);
        for (int i = 0; i < fields.length; i += 2) {
            values.put((String) fields[i], fields[i + 1]);
        }
        return OutputSpec.SHAPE.build(values);
    }

    private static List<String> check(OutputSpec... outputs) {
        ProcessSpec web = ProcessSpec.SHAPE.build(Map.of("name", "web", "command", List.of("nginx")));
        LoggingSpec logging = LoggingSpec.SHAPE.build(Map.of("outputs", List.of(outputs)));
        return Validation.check(ProcessSetSpec.SHAPE.build(Map.of("processes", List.of(web), "logging", logging)))
                .stream()
                .map(violation -> violation.path() + ": " + violation.text())
                .toList();
    }

    @Test
    void rotationHasDefaults() {
        assertThat(ROTATION)
                .isEqualTo(new RotationSpec(Amount.bytes(100 * 1024 * 1024), OptionalInt.empty(), 10, true));
    }

    @Test
    void anOutputTakesEverythingUnlessItSaysWhat() {
        OutputSpec all = output(OutputType.Stdout);
        assertThat(all.takes("web")).isTrue();
        assertThat(all.takes(LogLevel.Info)).isTrue();

        OutputSpec own = output(OutputType.Stderr, "source", OutputSource.Supervisor, "level", LogLevel.Warning);
        assertThat(own.takes("web")).isFalse();
        assertThat(own.takes(LogLevel.Info)).isFalse();
        assertThat(own.takes(LogLevel.Warning)).isTrue();
        assertThat(own.takes(LogLevel.Error)).isTrue();

        OutputSpec web = output(OutputType.Stdout, "processes", List.of("web"));
        assertThat(web.takes("web")).isTrue();
        assertThat(web.takes("php")).isFalse();
        assertThat(web.takes(LogLevel.Error)).isFalse();

        OutputSpec both = output(OutputType.Stdout, "processes", List.of("web"), "source", OutputSource.All);
        assertThat(both.takes("php")).isFalse();
        assertThat(both.takes(LogLevel.Info)).isTrue();
        assertThat(output(OutputType.Stdout, "source", OutputSource.Processes).takes(LogLevel.Error))
                .isFalse();
    }

    @Test
    void whatFitsTogetherIsFine() {
        assertThat(check(
                        output(OutputType.Stdout, "format", OutputFormat.Json),
                        output(OutputType.Stderr, "source", OutputSource.Supervisor, "level", LogLevel.Error),
                        output(OutputType.File, "path", "/log/web", "processes", List.of("web"), "rotation", ROTATION)))
                .isEmpty();
    }

    @Test
    void aPathAndRotationBelongToFiles() {
        assertThat(check(
                        output(OutputType.File),
                        output(OutputType.Stdout, "path", "/log/a"),
                        output(OutputType.Stderr, "rotation", ROTATION)))
                .containsExactly(
                        "spec.logging.outputs[0]: a File has no path",
                        "spec.logging.outputs[1].path: Stdout has no path",
                        "spec.logging.outputs[2].rotation: Stderr is not rotated");
    }

    @Test
    void twoOutputsDoNotShareAFile() {
        assertThat(check(
                        output(OutputType.File, "path", "/log/a"),
                        output(OutputType.File, "path", "/log/b"),
                        output(OutputType.File, "path", "/log/../log//a")))
                .containsExactly("spec.logging.outputs[2].path: it is also the file of spec.logging.outputs[0]");
    }

    @Test
    void sourcesProcessesAndLevelsFitTogether() {
        assertThat(check(
                        output(OutputType.Stdout),
                        output(OutputType.Stdout, "source", OutputSource.Supervisor, "processes", List.of("web")),
                        output(OutputType.Stdout, "processes", List.of("web"), "level", LogLevel.Warning),
                        output(OutputType.Stdout, "processes", List.of("wep", "web", "web")),
                        output(OutputType.Stdout, "streams", List.of(LogStream.Stderr, LogStream.Stderr)),
                        output(OutputType.Stdout, "source", OutputSource.Supervisor, "streams", ONE_STREAM)))
                .containsExactly(
                        "spec.logging.outputs[1].processes: source Supervisor takes lines of no process",
                        "spec.logging.outputs[3].processes[0]: there is no process \"wep\"",
                        "spec.logging.outputs[3].processes[2]: \"web\" is listed twice",
                        "spec.logging.outputs[4].streams[1]: Stderr is listed twice",
                        "spec.logging.outputs[5].streams: source Supervisor takes lines of no process");
    }

    @Test
    void aServerBelongsToSyslog() {
        assertThat(check(
                        output(OutputType.Syslog),
                        output(OutputType.Syslog, "syslog", server("tcp://[::1]:65535")),
                        output(OutputType.Syslog, "syslog", server("unix:///" + "x".repeat(106))),
                        output(OutputType.Stdout, "syslog", server("unix:///dev/log")),
                        output(OutputType.Syslog, "syslog", server("log:0")),
                        output(OutputType.Syslog, "syslog", server("udp://log:65536")),
                        output(OutputType.Syslog, "syslog", server("unix:///" + "é".repeat(54)))))
                .containsExactly(
                        "spec.logging.outputs[3].syslog: Stdout has no server",
                        "spec.logging.outputs[4].syslog.address: 0 is no port",
                        "spec.logging.outputs[5].syslog.address: 65536 is no port",
                        "spec.logging.outputs[6].syslog.address: a socket has a path of at most 107 bytes");
    }

    private static SyslogSpec server(String address) {
        return SyslogSpec.SHAPE.build(Map.of("address", address));
    }

    @Test
    void outputsOfAProcessTakeItsLinesAloneIntoFilesOfTheirOwn() {
        ProcessLogging logging = ProcessLoggingShape.SHAPE.build(Map.of(
                "outputs",
                List.of(
                        output(OutputType.File, "path", "/log/./web", "streams", ONE_STREAM),
                        output(OutputType.Stdout, "source", OutputSource.Processes),
                        output(OutputType.Stderr, "processes", List.of("web")),
                        output(OutputType.File, "path", "/log/web"))));
        ProcessSpec web = ProcessSpec.of(Map.of("name", "web", "command", List.of("nginx"), "logging", logging));
        LoggingSpec set =
                new LoggingSpec(List.of(output(OutputType.Stdout), output(OutputType.File, "path", "/log//web")));

        assertThat(Validation.check(ProcessSetSpec.SHAPE.build(Map.of("processes", List.of(web), "logging", set))))
                .extracting(violation -> violation.path() + ": " + violation.text())
                .containsExactly(
                        "spec.processes[0].logging.outputs[0].path: it is also the file of spec.logging.outputs[1]",
                        "spec.processes[0].logging.outputs[1].source: an output of a process takes the lines of this process",
                        "spec.processes[0].logging.outputs[2].processes: an output of a process takes the lines of this process alone",
                        "spec.processes[0].logging.outputs[3].path: it is also the file of spec.logging.outputs[1]");
    }

    @Test
    void pathsAreComparedWithoutWhatDoesNotMatter() {
        assertThat(LoggingRules.normal("/a/../../b/.//c/")).isEqualTo("/b/c");
        assertThat(LoggingRules.normal("/..")).isEqualTo("/");
    }

    @Test
    void aLogThatGoesNowhereIsWarnedOf() {
        assertThat(check(output(OutputType.Stdout, "source", OutputSource.Processes)))
                .containsExactly("spec.logging.outputs: no output takes the supervisor's own log");
    }
}
