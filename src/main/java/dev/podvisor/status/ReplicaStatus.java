package dev.podvisor.status;

import java.time.Instant;
import java.util.Optional;

/**
 * One replica of a process.
 *
 * @param replica its index, from 0
 * @param reason one CamelCase word that says why it is in this state, such as {@code CrashLoop}; may be empty
 * @param message a sentence for people; may be empty
 * @param pid of the run's first process, 0 when none is alive
 * @param startedAt start of the current run
 * @param restarts starts after the first, since podvisor started
 * @param nextStartAt when it is started again, in {@link State#Backoff} or before a recovery attempt
 * @param lastTermination how the newest ended run ended
 */
public record ReplicaStatus(
        int replica,
        State state,
        boolean ready,
        String reason,
        String message,
        int pid,
        Optional<Instant> startedAt,
        int restarts,
        Optional<Instant> nextStartAt,
        Optional<Termination> lastTermination) {}
