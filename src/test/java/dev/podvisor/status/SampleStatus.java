package dev.podvisor.status;

import dev.podvisor.spec.Criticality;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A status with something in every field, and shorthands to make others. */
public final class SampleStatus {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private SampleStatus() {}

    public static Status rich() {
        Termination crashed = new Termination(
                137, 9, "Signaled", "ended by SIGKILL", Optional.of(ago(125)), ago(65), Optional.empty());
        Termination failed =
                new Termination(1, 0, "Error", "exited with code 1", Optional.of(ago(20)), ago(5), Optional.empty());
        Termination starved = new Termination(
                137,
                9,
                "OOMKilled",
                "killed by the kernel for lack of memory (its limit is 64Mi, its peak was 64Mi)",
                Optional.of(ago(9000)),
                ago(7200),
                Optional.of(new OomKill(64 << 20, 64 << 20)));
        Termination done = new Termination(
                0, 0, "Completed", "exited with code 0", Optional.of(ago(300)), ago(290), Optional.empty());
        Termination unstartable = new Termination(
                127,
                0,
                "StartError",
                "cannot execute bin/none: no such file",
                Optional.empty(),
                ago(3),
                Optional.empty());
        return status(
                42,
                process("migrate", Criticality.Important, List.of("bin/migrate"), replica(0, State.Completed, done)),
                process(
                        "web",
                        Criticality.Critical,
                        List.of("nginx", "-g", "daemon off;"),
                        running(0, 4711, ago(65), 3, crashed)),
                process(
                        "worker",
                        Criticality.BestEffort,
                        List.of("bin/worker"),
                        new ProcessLimits(OptionalLong.of(500), OptionalLong.of(64 << 20)),
                        running(0, 4712, ago(7200), 1, starved)
                                .measured(1, Optional.of(USAGE), new LogCounts(120, 4096, 5, 1, 2, 3, 4)),
                        new ReplicaStatus(
                                1,
                                State.Backoff,
                                false,
                                "",
                                "exited with code 1",
                                0,
                                Optional.empty(),
                                7,
                                Optional.of(NOW.plusSeconds(12)),
                                Optional.of(failed),
                                false,
                                Map.of("Error", 7),
                                0,
                                Optional.empty(),
                                LogCounts.NONE)),
                process(
                        "mailer",
                        Criticality.Important,
                        List.of("bin/none"),
                        new ReplicaStatus(
                                0,
                                State.Failed,
                                false,
                                "CrashLoop",
                                "cannot execute bin/none: no such file",
                                0,
                                Optional.empty(),
                                5,
                                Optional.empty(),
                                Optional.of(unstartable),
                                false,
                                Map.of("StartError", 5),
                                0,
                                Optional.empty(),
                                LogCounts.NONE)),
                process(
                        "last",
                        Criticality.Important,
                        List.of("sleep", "1"),
                        new ReplicaStatus(
                                0,
                                State.Waiting,
                                false,
                                "Dependency",
                                "waits for web to be Ready",
                                0,
                                Optional.empty(),
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Map.of(),
                                0,
                                Optional.empty(),
                                LogCounts.NONE)));
    }

    /** With something in every field. */
    public static final Usage USAGE = new Usage(
            NOW,
            12_345_678,
            2_345_678,
            52 << 20,
            200 << 20,
            1 << 20,
            4096,
            8192,
            17,
            9,
            3,
            Optional.of(new CgroupUsage(
                    60 << 20,
                    64 << 20,
                    100,
                    10,
                    1_500_000,
                    new CgroupUsage.Pressure(1_000, 2_000, 3_000, 4_000, 5_000))),
            List.of(new NetworkUsage("eth0", 123, 456)));

    public static final SpecStatus SPEC = new SpecStatus(2, ago(60), 1, List.of());

    public static Status status(long sequence, ProcessStatus... processes) {
        return status(sequence, Phase.Running, "", processes);
    }

    public static Status status(long sequence, Phase phase, String message, ProcessStatus... processes) {
        return new Status(
                sequence,
                "shop",
                "/etc/podvisor/shop.yaml",
                SPEC,
                phase,
                false,
                message,
                1,
                ago(7205),
                0,
                new LimitsStatus(
                        LimitsStatus.Mode.Partial,
                        List.of("the container does not delegate the controller io"),
                        LimitsStatus.Protection.Siblings),
                Optional.of(USAGE),
                List.of(new NetworkUsage("lo", 10, 10)),
                List.of(
                        new LogOutputStatus("stdout", "", 8192, 0, 0, 0, 0),
                        new LogOutputStatus("/var/log/shop.log", "no space left on device", 4096, 1, 2, 3, 2)),
                List.of(processes));
    }

    public static ProcessStatus process(
            String name, Criticality criticality, List<String> command, ReplicaStatus... replicas) {
        return process(name, criticality, command, ProcessLimits.NONE, replicas);
    }

    private static ProcessStatus process(
            String name,
            Criticality criticality,
            List<String> command,
            ProcessLimits limits,
            ReplicaStatus... replicas) {
        return new ProcessStatus(name, criticality, command, limits, List.of(replicas));
    }

    public static ProcessStatus process(String name, ReplicaStatus... replicas) {
        return process(name, Criticality.Important, List.of("bin/" + name), replicas);
    }

    public static ReplicaStatus running(int index, int pid, Instant since, int restarts, Termination last) {
        return new ReplicaStatus(
                index,
                State.Running,
                true,
                "",
                "",
                pid,
                Optional.of(since),
                restarts,
                Optional.empty(),
                Optional.ofNullable(last),
                false,
                restarts == 0 ? Map.of() : Map.of("Error", restarts),
                0,
                Optional.empty(),
                LogCounts.NONE);
    }

    public static ReplicaStatus replica(int index, State state, Termination last) {
        return new ReplicaStatus(
                index,
                state,
                false,
                "",
                last == null ? "" : last.message(),
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.ofNullable(last),
                false,
                Map.of(),
                0,
                Optional.empty(),
                LogCounts.NONE);
    }

    /** A status whose document has about this many kilobytes. */
    public static Status large(long sequence, int kilobytes) {
        ProcessStatus[] processes = new ProcessStatus[kilobytes];
        for (int i = 0; i < kilobytes; i++) {
            processes[i] = process("p" + i, Criticality.Important, List.of("x".repeat(1024)));
        }
        return status(sequence, processes);
    }

    public static Instant ago(long seconds) {
        return NOW.minusSeconds(seconds);
    }
}
