package dev.podvisor.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
 * @param limits how far limits are in force
 * @param self what podvisor itself uses; empty before the first sample
 * @param network of podvisor's own network namespace, which is the container's
 * @param outputs the places that lines of logs go to
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
        LimitsStatus limits,
        Optional<Usage> self,
        List<NetworkUsage> network,
        List<LogOutputStatus> outputs,
        List<ProcessStatus> processes) {

    public Status {
        network = List.copyOf(network);
        outputs = List.copyOf(outputs);
        processes = List.copyOf(processes);
    }

    /** The same with other processes. */
    public Status withProcesses(List<ProcessStatus> chosen) {
        return with(sequence, chosen);
    }

    /** The same with another sequence. */
    public Status withSequence(long next) {
        return with(next, processes);
    }

    private Status with(long otherSequence, List<ProcessStatus> otherProcesses) {
        return new Status(
                otherSequence,
                name,
                source,
                spec,
                phase,
                ready,
                message,
                pid,
                startedAt,
                internalErrors,
                limits,
                self,
                network,
                outputs,
                otherProcesses);
    }
}
