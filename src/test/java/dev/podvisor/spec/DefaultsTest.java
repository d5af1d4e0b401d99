package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The defaults of section 2 of the design: a process of only a name and a command runs, every other feature off. */
class DefaultsTest {

    private static final ProcessSpec PROCESS = ProcessSpec.of(Map.of("name", "web", "command", List.of("nginx")));

    @Test
    void ofAProcess() {
        assertThat(PROCESS)
                .isEqualTo(new ProcessSpec(
                        "web",
                        List.of("nginx"),
                        List.of(),
                        List.of(),
                        List.of(),
                        "",
                        List.of(),
                        RestartPolicy.Always,
                        List.of(0),
                        new Backoff(100, 2, 60, 10, 60, 300),
                        OptionalInt.empty(),
                        Criticality.Important,
                        1,
                        Signal.TERM,
                        OptionalInt.empty(),
                        Resources.NONE,
                        OomPolicy.KillTree,
                        ProcessLogging.DEFAULT));
    }

    @Test
    void ofASet() {
        ProcessSetSpec spec = ProcessSetSpec.SHAPE.build(Map.of("processes", List.of(PROCESS)));
        assertThat(spec)
                .isEqualTo(new ProcessSetSpec(
                        30,
                        List.of(PROCESS),
                        List.of(),
                        CgroupPolicy.Preferred,
                        new UsageSpec(5),
                        Optional.empty(),
                        Optional.empty()));
        ProcessSet set = ProcessSet.SHAPE.build(
                Map.of("apiVersion", ProcessSet.API_VERSION, "kind", ProcessSet.KIND, "spec", spec));
        assertThat(set.metadata()).isEqualTo(new ProcessSet.Metadata("", "", Map.of(), Map.of()));
    }

    @Test
    void ofTheSmallRecords() {
        assertThat(Dependency.SHAPE.build(Map.of("name", "db")))
                .isEqualTo(new Dependency("db", DependencyCondition.Ready));
        FileRef file = FileRef.SHAPE.build(Map.of("path", "a"));
        assertThat(file).isEqualTo(new FileRef("a", false));
        assertThat(EnvFrom.SHAPE.build(Map.of("file", file))).isEqualTo(new EnvFrom(file, ""));
        assertThat(EnvVar.SHAPE.build(Map.of("name", "A")))
                .isEqualTo(new EnvVar("A", Optional.empty(), Optional.empty()));
        assertThat(SignalRule.SHAPE.build(Map.of("signal", Signal.of("SIGUSR1"), "action", SignalAction.Stop)))
                .isEqualTo(new SignalRule(Signal.of("SIGUSR1"), SignalAction.Stop, List.of()));
        assertThat(HttpSpec.SHAPE.build(Map.of())).isEqualTo(new HttpSpec(9180, ""));
        assertThat(Resources.NONE.limits())
                .isEqualTo(new ResourceLimits(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of()));
        assertThat(Resources.NONE.requests())
                .isEqualTo(new ResourceRequests(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void ofTheHandlingOfOutput() {
        assertThat(ProcessLoggingShape.SHAPE.build(Map.of()))
                .as("the constant that spares the shape")
                .isEqualTo(ProcessLogging.DEFAULT)
                .isEqualTo(new ProcessLogging(
                        List.of(),
                        true,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Amount.bytes(256 * 1024),
                        PressurePolicy.Block,
                        5,
                        Amount.bytes(64 * 1024)));
        assertThat(PROCESS.logging().isDefault()).isTrue();
        assertThat(LevelDetection.SHAPE.build(Map.of())).isEqualTo(new LevelDetection(List.of(), LogLevel.Info));
        assertThat(JsonLines.SHAPE.build(Map.of()))
                .isEqualTo(new JsonLines(
                        List.of("message", "msg", "log"), List.of("level", "severity", "lvl", "level_name")));
        assertThat(Multiline.SHAPE.build(Map.of())).isEqualTo(new Multiline(Optional.empty(), 500, 1000));
        LogPattern pattern = new LogPattern("x");
        assertThat(Redaction.SHAPE.build(Map.of("pattern", pattern))).isEqualTo(new Redaction(pattern, "[redacted]"));
        assertThat(LineRate.SHAPE.build(Map.of("linesPerSecond", 7))).isEqualTo(new LineRate(7, OptionalInt.empty()));
    }

    @Test
    void ofOutputs() {
        assertThat(OutputSpec.SHAPE.build(Map.of("type", OutputType.Syslog)))
                .isEqualTo(new OutputSpec(
                        OutputType.Syslog,
                        OutputFormat.Text,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(SyslogSpec.SHAPE.build(Map.of()))
                .isEqualTo(new SyslogSpec("unix:///dev/log", SyslogFacility.Daemon, Optional.empty()))
                .isEqualTo(SyslogSpec.DEFAULT);
    }

    @Test
    void areWithinTheirOwnRange() {
        for (Shape<?> shape : List.of(
                ProcessSetSpec.SHAPE,
                ProcessSpec.SHAPE,
                Backoff.SHAPE,
                UsageSpec.SHAPE,
                HttpSpec.SHAPE,
                ProcessLoggingShape.SHAPE,
                Multiline.SHAPE,
                RotationSpec.SHAPE)) {
            for (Field field : shape.fields()) {
                if (field.type() instanceof Type.Whole whole && field.fallback() instanceof Integer fallback) {
                    assertThat(fallback).as(field.name()).isBetween(whole.min(), whole.max());
                }
            }
        }
    }
}
