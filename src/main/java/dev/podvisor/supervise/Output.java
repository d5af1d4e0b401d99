package dev.podvisor.supervise;

import dev.podvisor.plan.ReplicaId;
import dev.podvisor.status.LogCounts;
import dev.podvisor.status.LogOutputStatus;
import java.util.List;

/** Where the output of a run goes. */
public interface Output {

    /**
     * The read ends of a run's pipes, and whose they are.
     *
     * @param label how its lines are marked: the process's name, with the index when it has several replicas
     * @param pid of the run's first process
     */
    record Pipes(ReplicaId id, String label, long pid, int stdout, int stderr) {}

    /** Takes over a run's pipes; must not block. */
    void attach(Pipes pipes);

    /** What became of what a replica has printed; must not block. */
    default LogCounts counts(ReplicaId id) {
        return LogCounts.NONE;
    }

    /** The places that lines go to; must not block. */
    default List<LogOutputStatus> outputs() {
        return List.of();
    }

    /** Begins files of logs anew, as after somebody has renamed them; false when there are none. Must not block. */
    default boolean reopen() {
        return false;
    }
}
