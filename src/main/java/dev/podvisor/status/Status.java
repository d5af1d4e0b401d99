package dev.podvisor.status;

import java.time.Instant;
import java.util.List;

/**
 * Everything observed at one moment. Every renderer reads the same snapshot, so they cannot disagree.
 *
 * @param sequence grows with every snapshot, from 1
 * @param name of the set; may be empty
 * @param source where the spec came from, such as a path
 * @param spec the version of it that is in force
 * @param ready whether every process that is not BestEffort is ready or has completed
 * @param message why it is stopping, for people; may be empty
 * @param pid of podvisor itself
 * @param internalErrors errors inside podvisor that were contained
 */
public record Status(
        long sequence,
        String name,
        String source,
        SpecStatus spec,
        Phase phase,
        boolean ready,
        String message,
        int pid,
        Instant startedAt,
        long internalErrors,
        List<ProcessStatus> processes) {

    public Status {
        processes = List.copyOf(processes);
    }

    /** The same with another sequence. */
    public Status withSequence(long next) {
        return new Status(next, name, source, spec, phase, ready, message, pid, startedAt, internalErrors, processes);
    }
}
