package dev.podvisor.status;

import java.time.Instant;
import java.util.Map;
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
 * @param paused whether its processes are held still
 * @param restartReasons how many restarts there were for each reason: that of the end before it, or {@code SpecChanged}
 * @param oomKills processes of it that the kernel killed for lack of memory, since podvisor started
 * @param usage of the current run's tree, with the counters of earlier runs; empty before the first sample
 * @param logs what became of what it printed
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
        Optional<Termination> lastTermination,
        boolean paused,
        Map<String, Integer> restartReasons,
        long oomKills,
        Optional<Usage> usage,
        LogCounts logs) {

    public ReplicaStatus {
        restartReasons = Map.copyOf(restartReasons);
    }

    /** The same with what was measured of it. */
    public ReplicaStatus measured(long kills, Optional<Usage> newest, LogCounts counts) {
        return new ReplicaStatus(
                replica,
                state,
                ready,
                reason,
                message,
                pid,
                startedAt,
                restarts,
                nextStartAt,
                lastTermination,
                paused,
                restartReasons,
                kills,
                newest,
                counts);
    }
}
