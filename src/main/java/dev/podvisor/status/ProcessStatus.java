package dev.podvisor.status;

import dev.podvisor.spec.Criticality;
import java.util.List;

/**
 * One process with its replicas.
 *
 * @param command as the spec writes it: nothing in it is expanded, so no secret can show
 * @param limits of each replica, whether they are enforced or not
 */
public record ProcessStatus(
        String name,
        Criticality criticality,
        List<String> command,
        ProcessLimits limits,
        List<ReplicaStatus> replicas) {

    public ProcessStatus {
        command = List.copyOf(command);
        replicas = List.copyOf(replicas);
    }

    /** Lines of its output that were lost, since podvisor started. */
    public long droppedLines() {
        return replicas.stream().mapToLong(replica -> replica.logs().dropped()).sum();
    }

    /** How many replicas are ready. */
    public int readyReplicas() {
        return (int) replicas.stream().filter(ReplicaStatus::ready).count();
    }
}
