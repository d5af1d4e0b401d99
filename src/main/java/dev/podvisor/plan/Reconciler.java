package dev.podvisor.plan;

import dev.podvisor.plan.ReplicaEvent.Due;
import dev.podvisor.plan.ReplicaEvent.Go;
import dev.podvisor.plan.ReplicaEvent.StopAsked;
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
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Signal;
import dev.podvisor.status.ProcessLimits;
import dev.podvisor.status.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Desired state, the state table, and what brings one to the other: every call takes what happened and yields what is to be
 * done. Deterministic: it reads no clock (instants are nanoseconds of the caller's monotonic clock) and does no I/O. For one
 * thread.
 */
public final class Reconciler {

    /** From the last SIGKILL to the exit all the same, within {@link ProcessSetSpec#STOP_RESERVE_SECONDS}. */
    static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long output may take to be written at the end; at least so long also when the grace period is used up. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long LEAST_DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** A stop of everything that is under way. */
    private record Shutdown(int exitCode, String message, long budgetEnd) {}

    private final Map<String, Group> table = new LinkedHashMap<>();
    private final Lifecycle lifecycle = new Lifecycle(this::nextRun);
    private final StatusView view = new StatusView();
    private ProcessSetSpec desired = ProcessSetSpec.of(0, List.of(), List.of());
    private Optional<Shutdown> shutdown = Optional.empty();
    private List<Step> steps = new ArrayList<>();
    private long runs;
    private boolean changed;
    private boolean ended;

    /** Takes a complete desired state in place of the one before, and touches only what differs. */
    public List<Step> apply(ProcessSetSpec spec, long now) {
        if (shutdown.isPresent()) {
            return settle(now); // what is being stopped takes nothing on
        }
        Map<String, Group> before = new LinkedHashMap<>(table);
        table.clear();
        for (ProcessSpec process : spec.processes()) {
            Group group = before.remove(process.name());
            if (group == null) {
                group = new Group(process);
            } else {
                Change change = SpecDiff.between(group.spec, process);
                group.take(process, change.kind() == Change.Kind.Restart);
            }
            table.put(process.name(), group);
        }
        for (Map.Entry<String, Group> gone : before.entrySet()) {
            gone.getValue().retire();
            table.put(gone.getKey(), gone.getValue());
        }
        desired = spec;
        connect();
        changed = true;
        return settle(now);
    }

    private void connect() {
        for (Group group : table.values()) {
            group.dependents.clear();
        }
        for (Group group : table.values()) {
            for (Dependency dependency : group.spec.dependsOn()) {
                Group target = table.get(dependency.name());
                if (target != null) {
                    target.dependents.add(group);
                }
            }
        }
    }

    /** Something happened to a replica; an unknown one is ignored. */
    public List<Step> on(ReplicaId id, ReplicaEvent event, long now) {
        Group group = table.get(id.process());
        if (group != null && id.index() < group.replicas.size()) {
            feed(group, id.index(), event, now);
        }
        return settle(now);
    }

    /** Looks at every state whose deadline has come. */
    public List<Step> tick(long now) {
        for (Group group : table.values()) {
            for (int i = 0; i < group.replicas.size(); i++) {
                OptionalLong deadline = group.replicas.get(i).state().deadline();
                if (deadline.isPresent() && deadline.getAsLong() <= now) {
                    feed(group, i, new Due(), now);
                }
            }
        }
        return settle(now);
    }

    /** When {@link #tick} is due next, if ever. */
    public OptionalLong deadline() {
        long earliest = Long.MAX_VALUE;
        for (Group group : table.values()) {
            for (Replica replica : group.replicas) {
                earliest = Math.min(earliest, replica.state().deadline().orElse(Long.MAX_VALUE));
            }
        }
        if (shutdown.isPresent() && !ended) {
            long end = shutdown.get().budgetEnd();
            earliest = Math.min(earliest, anyUnkilled() ? end : end + KILL_NANOS);
        }
        return earliest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(earliest);
    }

    /** Stops everything in reverse dependency order, within the budget, and then ends; a second call changes nothing. */
    public List<Step> stop(int exitCode, String message, long now) {
        if (shutdown.isEmpty()) {
            begin(new Shutdown(exitCode, message, now + desired.stopBudget().toNanos()));
        }
        return settle(now);
    }

    /** Ends the patience of a stop that is under way. */
    public List<Step> hurry(long now) {
        shutdown = shutdown.map(stop -> new Shutdown(stop.exitCode(), stop.message(), Math.min(now, stop.budgetEnd())));
        changed = true;
        return settle(now);
    }

    /** Sends a signal to the process groups of what runs; to the named processes only, or to all when none is named. */
    public List<Step> forward(Signal signal, List<String> processes) {
        List<Step> forwarded = new ArrayList<>();
        for (Group group : table.values()) {
            if (processes.isEmpty() || processes.contains(group.spec.name())) {
                for (Replica replica : group.replicas) {
                    if (replica.state() instanceof Running running) {
                        forwarded.add(
                                new Step.SignalGroup(replica.id(), running.run().pid(), signal));
                    }
                }
            }
        }
        return forwarded;
    }

    /** Holds the processes of what runs of a process still, or lets them go on; of one replica, or of all when it is -1. */
    public List<Step> pause(String process, int replica, boolean still, long now) {
        Group group = table.get(process);
        if (group != null && shutdown.isEmpty()) {
            ReplicaEvent event = still ? new ReplicaEvent.PauseAsked() : new ReplicaEvent.ResumeAsked();
            for (int i = 0; i < group.replicas.size(); i++) {
                if (replica < 0 || replica == i) {
                    feed(group, i, event, now);
                }
            }
        }
        return settle(now);
    }

    /** How many replicas of a process run and are held still, or are not; of one replica, or of all when it is -1. */
    public int paused(String process, int replica, boolean still) {
        int count = 0;
        Group group = table.get(process);
        for (int i = 0; group != null && i < group.replicas.size(); i++) {
            Replica one = group.replicas.get(i);
            if ((replica < 0 || replica == i) && one.state() instanceof Running && one.paused() == still) {
                count++;
            }
        }
        return count;
    }

    /** Ends a run that uses more memory than it should, gracefully; the restart policy decides what follows. */
    public List<Step> oustForMemory(ReplicaId id, long now) {
        Group group = table.get(id.process());
        if (group != null && id.index() < group.replicas.size()) {
            feed(group, id.index(), new ReplicaEvent.Oust(Verdict.MEMORY_LIMIT, now + grace(group)), now);
        }
        return settle(now);
    }

    public boolean stopping() {
        return shutdown.isPresent();
    }

    /** Why everything is being stopped; empty when it is not. */
    public String stopMessage() {
        return shutdown.map(Shutdown::message).orElse("");
    }

    /** How many replicas may have a live process. */
    public int liveReplicas() {
        int live = 0;
        for (Group group : table.values()) {
            for (Replica replica : group.replicas) {
                live += replica.state().live() ? 1 : 0;
            }
        }
        return live;
    }

    /** The replicas as they stand, in the order of the spec. */
    public List<Replica> replicas() {
        return table.values().stream().flatMap(group -> group.replicas.stream()).toList();
    }

    /**
     * The table as status shows it.
     *
     * @param wall the wall clock at {@code now}
     * @param limits of a process; another object when the container was resized
     */
    public List<ProcessStatus> status(long now, Instant wall, Function<ProcessSpec, ProcessLimits> limits) {
        return view.render(table, now, wall, limits);
    }

    private void feed(Group group, int index, ReplicaEvent event, long now) {
        Replica before = group.replicas.get(index);
        Transition transition = lifecycle.next(before, group.spec, event, now);
        group.replicas.set(index, transition.replica());
        changed |= differ(before, transition.replica());
        steps.addAll(transition.steps());
    }

    /** A state of another kind is told without the records' own equals, made at its first use: 5 ms before the first child. */
    private static boolean differ(Replica before, Replica after) {
        return !before.state().getClass().equals(after.state().getClass()) || !before.equals(after);
    }

    /** Applies the rules between processes until they have nothing more to say. */
    private List<Step> settle(long now) {
        boolean late = shutdown.isPresent() && now >= shutdown.get().budgetEnd();
        while ((changed || late) && !ended) {
            changed = false;
            late = false;
            if (shutdown.isEmpty()) {
                replaceWhatLeaves(now);
                startWhatMay(now);
                Planner.criticalEnd(table.values())
                        .ifPresent(end -> begin(new Shutdown(
                                end.exitCode(),
                                end.message(),
                                now + desired.stopBudget().toNanos())));
            } else {
                stopWhatMay(shutdown.get(), now);
            }
            if (!changed) {
                endIfDone(now);
            }
        }
        List<Step> result = steps;
        steps = new ArrayList<>();
        return result;
    }

    /** What a new spec has no use for, or must start anew, is stopped in reverse dependency order. */
    private void replaceWhatLeaves(long now) {
        for (Group group : table.values()) {
            boolean turn = Planner.mayLeave(group);
            for (int i = 0; i < group.replicas.size(); i++) {
                if (group.leaving(i) && stillToAsk(group.replicas.get(i).state(), turn, false)) {
                    feed(group, i, new StopAsked(now + grace(group)), now);
                }
            }
            changed |= group.renew();
        }
        if (table.values().removeIf(Group::gone)) {
            connect();
        }
    }

    /** A process's own grace period, or what a stop of everything would have. */
    private long grace(Group group) {
        return group.spec.terminationGracePeriodSeconds().isPresent()
                ? TimeUnit.SECONDS.toNanos(
                        group.spec.terminationGracePeriodSeconds().getAsInt())
                : desired.stopBudget().toNanos();
    }

    private void startWhatMay(long now) {
        for (Group group : table.values()) {
            if (group.any(replica -> replica.state() instanceof Waiting)
                    && Planner.unmet(group, table).isEmpty()) {
                for (int i = 0; i < group.replicas.size(); i++) {
                    if (group.replicas.get(i).state() instanceof Waiting) {
                        feed(group, i, new Go(), now);
                    }
                }
            }
        }
    }

    private void begin(Shutdown stop) {
        shutdown = Optional.of(stop);
        changed = true;
        steps.add(new Step.Tell(
                Step.Level.Info,
                "stopping everything: " + stop.message() + " (at most "
                        + desired.stopBudget().toSeconds() + "s)"));
    }

    /** What rests is cancelled at once; what lives is asked in reverse dependency order, and killed when the budget ends. */
    private void stopWhatMay(Shutdown stop, long now) {
        boolean late = now >= stop.budgetEnd();
        for (Group group : table.values()) {
            boolean turn = late || Planner.mayStop(group);
            long killAt = late ? now : Math.min(stop.budgetEnd(), now + grace(group));
            for (int i = 0; i < group.replicas.size(); i++) {
                if (stillToAsk(group.replicas.get(i).state(), turn, late)) {
                    feed(group, i, new StopAsked(killAt), now);
                }
            }
        }
    }

    private static boolean stillToAsk(ReplicaState state, boolean turn, boolean late) {
        return switch (state) {
            case Waiting _, Backoff _ -> true;
            case Failed failed -> failed.recoverAt().isPresent();
            case Killing killing -> !killing.stopping();
            case Running _ -> turn;
            case Starting starting -> turn && starting.killAt().isEmpty();
            case Terminating _ -> late;
            case Stopped _, Completed _ -> false;
        };
    }

    private void endIfDone(long now) {
        if (shutdown.isEmpty()) {
            Planner.nothingLeft(table.values()).ifPresent(end -> end(end.exitCode(), end.message(), DRAIN_NANOS));
            return;
        }
        Shutdown stop = shutdown.get();
        int live = liveReplicas();
        if (live == 0) {
            end(stop.exitCode(), stop.message(), stop.budgetEnd() + KILL_NANOS - now);
        } else if (now >= stop.budgetEnd() + KILL_NANOS) {
            steps.add(new Step.Tell(
                    Step.Level.Error, "cannot end " + live + " replicas in time: they are left to the kernel"));
            end(stop.exitCode(), stop.message(), 0);
        }
    }

    private void end(int exitCode, String message, long left) {
        ended = true;
        Duration timeLeft = Duration.ofNanos(Math.clamp(left, LEAST_DRAIN_NANOS, DRAIN_NANOS));
        steps.add(new Step.End(exitCode, message, timeLeft));
    }

    private boolean anyUnkilled() {
        for (Group group : table.values()) {
            if (group.any(replica -> replica.state().live() && !(replica.state() instanceof Killing))) {
                return true;
            }
        }
        return false;
    }

    private long nextRun() {
        return ++runs;
    }
}
