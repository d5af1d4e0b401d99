package dev.podvisor.plan;

import java.time.Instant;

/** What can happen to a replica. */
public sealed interface ReplicaEvent {

    /** Its dependencies have reached their conditions. */
    record Go() implements ReplicaEvent {}

    /** The start succeeded. */
    record Spawned(int pid, Instant at) implements ReplicaEvent {}

    /**
     * The start failed.
     *
     * @param exitCode what a shell would report: 127 not found, 126 not executable; 125 for other reasons
     * @param passing whether the cause lies in the machine and may pass (no process slot, no memory, no descriptor), so that
     *     another attempt follows whatever the restart policy
     */
    record SpawnFailed(int exitCode, String message, boolean passing, Instant at) implements ReplicaEvent {}

    /** The run's first process has ended and was reaped. */
    record Exited(Exit exit) implements ReplicaEvent {}

    /** The tree was looked for and every process found was killed; {@code clean} when there was none. */
    record Swept(boolean clean) implements ReplicaEvent {}

    /** Somebody wants it to end, at the latest at {@code killAt} by force. */
    record StopAsked(long killAt) implements ReplicaEvent {}

    /**
     * Podvisor wants the run to end, gracefully until {@code killAt}; the restart policy decides what follows.
     *
     * @param reason one CamelCase word, the reason of its termination
     */
    record Oust(String reason, long killAt) implements ReplicaEvent {}

    /** Somebody wants its processes held still. */
    record PauseAsked() implements ReplicaEvent {}

    /** Somebody wants its processes to go on. */
    record ResumeAsked() implements ReplicaEvent {}

    /** The state's deadline has passed. */
    record Due() implements ReplicaEvent {}
}
