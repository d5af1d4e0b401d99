package dev.podvisor.plan;

import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Signal;
import java.time.Duration;

/** What the loop is to do. */
public sealed interface Step {

    /** Start a run of the replica; comes back as {@code Spawned} or {@code SpawnFailed}. */
    record Start(ReplicaId id, long run, ProcessSpec spec) implements Step {}

    /** Send a signal to the process group of a live run. */
    record SignalGroup(ReplicaId id, int pid, Signal signal) implements Step {}

    /** Hold every process of a run still, or let them go on. */
    record Freeze(ReplicaId id, Run run, boolean still) implements Step {}

    /** Kill whatever is left of a run's tree; comes back as {@code Swept}. */
    record Sweep(ReplicaId id, Run run) implements Step {}

    /** Nothing of a run is left: what was made for it can go. */
    record Release(ReplicaId id, Run run) implements Step {}

    /** Tell people. */
    record Tell(Level level, String message) implements Step {}

    /** Nothing is left to do: exit with this code within the time left and tell Kubernetes why. */
    record End(int exitCode, String message, Duration timeLeft) implements Step {}

    /** How much a message matters. */
    enum Level {
        Info,
        Warning,
        Error
    }
}
