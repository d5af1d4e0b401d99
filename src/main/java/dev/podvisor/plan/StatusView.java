package dev.podvisor.plan;

import dev.podvisor.plan.ReplicaState.Backoff;
import dev.podvisor.plan.ReplicaState.Completed;
import dev.podvisor.plan.ReplicaState.Failed;
import dev.podvisor.plan.ReplicaState.Killing;
import dev.podvisor.plan.ReplicaState.Running;
import dev.podvisor.plan.ReplicaState.Starting;
import dev.podvisor.plan.ReplicaState.Stopped;
import dev.podvisor.plan.ReplicaState.Terminating;
import dev.podvisor.plan.ReplicaState.Waiting;
import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.status.LogCounts;
import dev.podvisor.status.ProcessLimits;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Termination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Renders the state table as status records; what has not changed since the last time is not made again. */
final class StatusView {

    private record Cached(List<Replica> replicas, int version, Object limits, ProcessStatus status) {}

    private final Map<String, Cached> cache = new java.util.HashMap<>();

    List<ProcessStatus> render(
            Map<String, Group> table, long now, Instant wall, Function<ProcessSpec, ProcessLimits> limits) {
        List<ProcessStatus> processes = new ArrayList<>(table.size());
        for (Group group : table.values()) {
            String name = group.spec.name();
            Cached cached = cache.get(name);
            // A waiting process's message depends on others, so it is rendered afresh.
            if (cached == null
                    || cached.version != group.version()
                    || !cached.limits.equals(limits)
                    || !cached.replicas.equals(group.replicas)
                    || group.allIn(State.Waiting)) {
                cached = new Cached(
                        List.copyOf(group.replicas),
                        group.version(),
                        limits,
                        process(group, table, now, wall, limits.apply(group.spec)));
                cache.put(name, cached);
            }
            processes.add(cached.status);
        }
        cache.keySet().retainAll(table.keySet());
        return processes;
    }

    private static ProcessStatus process(
            Group group, Map<String, Group> table, long now, Instant wall, ProcessLimits limits) {
        List<ReplicaStatus> replicas = new ArrayList<>(group.replicas.size());
        for (Replica replica : group.replicas) {
            replicas.add(replica(replica, group, table, now, wall));
        }
        List<String> command = new ArrayList<>(group.spec.command());
        command.addAll(group.spec.args());
        return new ProcessStatus(group.spec.name(), group.spec.criticality(), command, limits, replicas);
    }

    private static ReplicaStatus replica(
            Replica replica, Group group, Map<String, Group> table, long now, Instant wall) {
        ReplicaState state = replica.state();
        Optional<Run> run = run(state);
        OptionalLong next =
                state instanceof Backoff || state instanceof Failed ? state.deadline() : OptionalLong.empty();
        boolean alive = run.isPresent()
                && !(state instanceof Killing killing && killing.exit().isPresent());
        return new ReplicaStatus(
                replica.id().index(),
                state.word(),
                state instanceof Running && !replica.paused(),
                reason(state),
                message(replica, group, table),
                alive ? run.get().pid() : 0,
                run.map(Run::startedAt),
                Math.max(0, replica.starts() - 1),
                next.isPresent() ? Optional.of(wall.plusNanos(next.getAsLong() - now)) : Optional.empty(),
                replica.last(),
                replica.paused(),
                replica.restarts().byReason(),
                0,
                Optional.empty(),
                LogCounts.NONE);
    }

    private static Optional<Run> run(ReplicaState state) {
        return switch (state) {
            case Running running -> Optional.of(running.run());
            case Terminating terminating -> Optional.of(terminating.run());
            case Killing killing -> Optional.of(killing.run());
            case Waiting _, Starting _, Backoff _, Stopped _, Completed _, Failed _ -> Optional.empty();
        };
    }

    private static String reason(ReplicaState state) {
        return switch (state) {
            case Waiting _ -> "Dependency";
            case Killing killing -> killing.overdue() ? "KillIncomplete" : "";
            case Failed failed -> failed.reason();
            case Starting _, Running _, Terminating _, Backoff _, Stopped _, Completed _ -> "";
        };
    }

    private static String message(Replica replica, Group group, Map<String, Group> table) {
        return switch (replica.state()) {
            case Waiting _ ->
                Planner.unmet(group, table).map(StatusView::waitsFor).orElse("");
            case Backoff _, Failed _, Completed _, Stopped _ ->
                replica.last().map(Termination::message).orElse("");
            case Killing killing -> killing.overdue() ? "something of it is still there after SIGKILL" : "";
            case Starting _, Running _, Terminating _ -> "";
        };
    }

    private static String waitsFor(Dependency dependency) {
        return "waits for " + dependency.name() + " to be " + dependency.condition();
    }
}
