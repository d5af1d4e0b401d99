package dev.podvisor.supervise;

import dev.podvisor.plan.ReplicaId;

/** Where the output of a run goes. */
@FunctionalInterface
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

    /** Begins files of logs anew, as after somebody has renamed them; false when there are none. Must not block. */
    default boolean reopen() {
        return false;
    }
}
