package dev.podvisor.status;

import dev.podvisor.spec.Criticality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A status with something in every field, and shorthands to make others. */
public final class SampleStatus {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private SampleStatus() {}

    public static Status rich() {
        Termination crashed = new Termination(137, 9, "Signaled", "ended by SIGKILL", Optional.of(ago(125)), ago(65));
        Termination failed = new Termination(1, 0, "Error", "exited with code 1", Optional.of(ago(20)), ago(5));
        Termination done = new Termination(0, 0, "Completed", "exited with code 0", Optional.of(ago(300)), ago(290));
        Termination unstartable = new Termination(
                127, 0, "StartError", "cannot execute bin/none: no such file", Optional.empty(), ago(3));
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
                        running(0, 4712, ago(7200), 0, null),
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
                                Optional.of(failed))),
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
                                Optional.of(unstartable))),
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
                                Optional.empty())));
    }

    public static final SpecStatus SPEC = new SpecStatus(2, ago(60), List.of());

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
                List.of(processes));
    }

    public static ProcessStatus process(
            String name, Criticality criticality, List<String> command, ReplicaStatus... replicas) {
        return new ProcessStatus(name, criticality, command, 0, List.of(replicas));
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
                Optional.ofNullable(last));
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
                Optional.ofNullable(last));
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
