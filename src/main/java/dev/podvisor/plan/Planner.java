package dev.podvisor.plan;

import dev.podvisor.plan.ReplicaState.Backoff;
import dev.podvisor.plan.ReplicaState.Failed;
import dev.podvisor.spec.Criticality;
import dev.podvisor.spec.Dependency;
import dev.podvisor.status.State;
import dev.podvisor.status.Termination;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** The rules between processes: who may start, who may stop, when the container ends and with which code. Pure. */
final class Planner {

    /** What ends the container. */
    record Ending(int exitCode, String message) {}

    private Planner() {}

    /** The first dependency that has not reached its condition. */
    static Optional<Dependency> unmet(Group group, Map<String, Group> table) {
        for (Dependency dependency : group.spec.dependsOn()) {
            Group target = table.get(dependency.name());
            if (target == null || !met(dependency, target)) {
                return Optional.of(dependency);
            }
        }
        return Optional.empty();
    }

    /** Once reached, a condition stays so until a new spec starts the dependency anew; its failures hold nobody back. */
    private static boolean met(Dependency dependency, Group target) {
        return switch (dependency.condition()) {
            case Started, Ready -> !target.renewing() && target.all(Replica::everStarted);
            case Completed -> !target.renewing() && target.allIn(State.Completed);
        };
    }

    /** In a stop of everything, a process is asked to end once nothing that depends on it is alive. */
    static boolean mayStop(Group group) {
        for (Group dependent : group.dependents) {
            if (dependent.live()) {
                return false;
            }
        }
        return true;
    }

    /** When a new spec ends several processes, one that others depend on ends after those of them that end too. */
    static boolean mayLeave(Group group) {
        for (Group dependent : group.dependents) {
            if (dependent.anyLeaving()) {
                return false;
            }
        }
        return true;
    }

    /** The final end of a Critical process: a failure of any replica, or the completion of all. */
    static Optional<Ending> criticalEnd(Collection<Group> table) {
        for (Group group : table) {
            if (group.spec.criticality() == Criticality.Critical && !group.replicas.isEmpty()) {
                for (Replica replica : group.replicas) {
                    if (replica.state() instanceof Failed failed
                            && failed.recoverAt().isEmpty()) {
                        return Optional.of(failure(group, replica));
                    }
                }
                if (group.allIn(State.Completed)) {
                    return Optional.of(new Ending(0, "process " + group.spec.name() + " completed"));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The end of a container in which nothing runs and nothing can run again. A replica that waits for what can never come
     * holds nothing up.
     */
    static Optional<Ending> nothingLeft(Collection<Group> table) {
        for (Group group : table) {
            for (Replica replica : group.replicas) {
                if (replica.state().live()
                        || replica.state() instanceof Backoff
                        || (replica.state() instanceof Failed failed
                                && failed.recoverAt().isPresent())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(table.stream()
                .filter(group -> group.any(replica -> replica.state() instanceof Failed))
                .min(Comparator.comparing(group -> group.spec.criticality()))
                .map(group -> failure(group, firstFailed(group)))
                .orElseGet(() -> new Ending(0, "every process has completed")));
    }

    private static Replica firstFailed(Group group) {
        return group.replicas.stream()
                .filter(replica -> replica.state() instanceof Failed)
                .findFirst()
                .orElseThrow();
    }

    private static Ending failure(Group group, Replica replica) {
        Termination last = replica.last().orElseThrow();
        String name = replica.id().label(group.spec.replicas());
        // A failure must never look like a success, even where 0 is not among the success exit codes.
        int code = last.exitCode() == 0 ? 1 : last.exitCode();
        return new Ending(code, "process " + name + " failed: " + last.message());
    }
}
