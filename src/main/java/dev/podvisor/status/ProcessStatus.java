package dev.podvisor.status;

import dev.podvisor.spec.Criticality;
import java.util.List;

/**
 * One process with its replicas.
 *
 * @param command as the spec writes it: nothing in it is expanded, so no secret can show
 * @param droppedLines lines of its output that nobody took in time, since podvisor started
 * @param limits of each replica, whether they are enforced or not
 */
public record ProcessStatus(
        String name,
        Criticality criticality,
        List<String> command,
        long droppedLines,
        ProcessLimits limits,
        List<ReplicaStatus> replicas) {

    public ProcessStatus {
        command = List.copyOf(command);
        replicas = List.copyOf(replicas);
    }

    /** How many replicas are ready. */
    public int readyReplicas() {
        return (int) replicas.stream().filter(ReplicaStatus::ready).count();
    }
}
