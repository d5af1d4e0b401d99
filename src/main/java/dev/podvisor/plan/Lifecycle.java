package dev.podvisor.plan;

import dev.podvisor.plan.ReplicaEvent.Due;
import dev.podvisor.plan.ReplicaEvent.Exited;
import dev.podvisor.plan.ReplicaEvent.Go;
import dev.podvisor.plan.ReplicaEvent.Oust;
import dev.podvisor.plan.ReplicaEvent.PauseAsked;
import dev.podvisor.plan.ReplicaEvent.ResumeAsked;
import dev.podvisor.plan.ReplicaEvent.SpawnFailed;
import dev.podvisor.plan.ReplicaEvent.Spawned;
import dev.podvisor.plan.ReplicaEvent.StopAsked;
import dev.podvisor.plan.ReplicaEvent.Swept;
import dev.podvisor.plan.ReplicaState.Backoff;
import dev.podvisor.plan.ReplicaState.Completed;
import dev.podvisor.plan.ReplicaState.Failed;
import dev.podvisor.plan.ReplicaState.Killing;
import dev.podvisor.plan.ReplicaState.Running;
import dev.podvisor.plan.ReplicaState.Starting;
import dev.podvisor.plan.ReplicaState.Stopped;
import dev.podvisor.plan.ReplicaState.Terminating;
import dev.podvisor.plan.ReplicaState.Waiting;
import dev.podvisor.spec.ProcessSpec;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The life of one replica as a table: state × event → state and steps. Every pair is answered; a new state or event does not
 * compile until it is. Pure but for the numbers that {@code runIds} hands out.
 */
final class Lifecycle {

    /** How long a kill may take before it is reported; SIGKILL itself only waits for the kernel. */
    static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long FIRST_SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SLOWEST_SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier runIds;

    Lifecycle(LongSupplier runIds) {
        this.runIds = runIds;
    }

    Transition next(Replica replica, ProcessSpec spec, ReplicaEvent event, long now) {
        return switch (replica.state()) {
            case Waiting _ -> waiting(replica, spec, event);
            case Starting state -> starting(replica, spec, state, event, now);
            case Running state -> running(replica, spec, state, event, now);
            case Terminating state -> terminating(replica, state, event, now);
            case Killing state -> killing(replica, spec, state, event, now);
            case Backoff _ -> resting(replica, event, replica.with(new Stopped()));
            case Failed state ->
                resting(replica, event, replica.with(new Failed(state.reason(), OptionalLong.empty())));
            case Stopped _, Completed _ -> Transition.to(replica);
        };
    }

    private Transition waiting(Replica replica, ProcessSpec spec, ReplicaEvent event) {
        return switch (event) {
            case Go _ -> {
                long run = runIds.getAsLong();
                yield Transition.to(replica.starting(run), new Step.Start(replica.id(), run, spec));
            }
            case StopAsked _ -> Transition.to(replica.with(new Stopped()));
            case Spawned _, SpawnFailed _, Exited _, Swept _, Oust _, PauseAsked _, ResumeAsked _, Due _ ->
                Transition.to(replica);
        };
    }

    /** Backoff, and Failed before a recovery attempt: ended, and when due a start like the first, dependencies included. */
    private static Transition resting(Replica replica, ReplicaEvent event, Replica whenStopped) {
        return switch (event) {
            case Due _ -> Transition.to(replica.with(new Waiting()));
            case StopAsked _ -> Transition.to(whenStopped);
            case Go _, Spawned _, SpawnFailed _, Exited _, Swept _, Oust _, PauseAsked _, ResumeAsked _ ->
                Transition.to(replica);
        };
    }

    private static Transition starting(
            Replica replica, ProcessSpec spec, Starting state, ReplicaEvent event, long now) {
        return switch (event) {
            case Spawned spawned -> {
                Run run = new Run(state.run(), spawned.pid(), now, spawned.at());
                Replica started = replica.started(new Running(run));
                yield state.killAt().isPresent()
                        ? terminate(started, spec, run, state.killAt().getAsLong(), now)
                        : Transition.to(started);
            }
            case SpawnFailed failed -> {
                Replica ended = replica.ended(Verdict.of(failed));
                boolean stopping = state.killAt().isPresent();
                yield Verdict.next(ended, spec, stopping, failed.passing(), 0, now);
            }
            case StopAsked stop ->
                Transition.to(replica.with(new Starting(state.run(), OptionalLong.of(stop.killAt()))));
            case Go _, Exited _, Swept _, Oust _, PauseAsked _, ResumeAsked _, Due _ -> Transition.to(replica);
        };
    }

    private static Transition running(Replica replica, ProcessSpec spec, Running state, ReplicaEvent event, long now) {
        return switch (event) {
            case Exited exited -> kill(replica, state.run(), false, Optional.of(exited.exit()), now);
            case StopAsked stop -> terminate(replica, spec, state.run(), stop.killAt(), now);
            case Oust oust -> terminate(replica.withOusted(oust.reason()), spec, state.run(), oust.killAt(), now);
            case PauseAsked _ ->
                replica.paused() ? Transition.to(replica) : freeze(replica.withPaused(true), state.run());
            case ResumeAsked _ ->
                replica.paused() ? freeze(replica.withPaused(false), state.run()) : Transition.to(replica);
            case Go _, Spawned _, SpawnFailed _, Swept _, Due _ -> Transition.to(replica);
        };
    }

    private static Transition terminating(Replica replica, Terminating state, ReplicaEvent event, long now) {
        return switch (event) {
            case Exited exited ->
                kill(replica, state.run(), replica.ousted().isEmpty(), Optional.of(exited.exit()), now);
            case StopAsked stop ->
                stop.killAt() <= now
                        ? kill(replica.withOusted(""), state.run(), true, Optional.empty(), now)
                        : Transition.to(replica.withOusted("")
                                .with(new Terminating(state.run(), Math.min(stop.killAt(), state.killAt()))));
            case Due _ -> kill(replica, state.run(), replica.ousted().isEmpty(), Optional.empty(), now);
            case Go _, Spawned _, SpawnFailed _, Swept _, Oust _, PauseAsked _, ResumeAsked _ -> Transition.to(replica);
        };
    }

    private static Transition killing(Replica replica, ProcessSpec spec, Killing state, ReplicaEvent event, long now) {
        return switch (event) {
            case Exited exited ->
                sweep(replica, state, state.stopping(), Optional.of(exited.exit()), state.sweeps(), now);
            case Swept swept ->
                swept.clean() && state.exit().isPresent()
                        ? gone(replica, spec, state, state.exit().get(), now)
                        : Transition.to(replica);
            case StopAsked _ ->
                Transition.to(replica.with(new Killing(
                        state.run(),
                        true,
                        state.exit(),
                        state.sweeps(),
                        state.nextSweep(),
                        state.overdueAt(),
                        state.overdue())));
            case Due _ -> sweep(replica, state, state.stopping(), state.exit(), state.sweeps() + 1, now);
            case Go _, Spawned _, SpawnFailed _, Oust _, PauseAsked _, ResumeAsked _ -> Transition.to(replica);
        };
    }

    private static Transition freeze(Replica replica, Run run) {
        return Transition.to(replica, new Step.Freeze(replica.id(), run, replica.paused()));
    }

    /** What is held still hears the signal only when it goes on. */
    private static Transition terminate(Replica replica, ProcessSpec spec, Run run, long killAt, long now) {
        return killAt <= now
                ? kill(replica, run, replica.ousted().isEmpty(), Optional.empty(), now)
                : replica.paused()
                        ? Transition.to(
                                replica.withPaused(false).with(new Terminating(run, killAt)),
                                new Step.SignalGroup(replica.id(), run.pid(), spec.stopSignal()),
                                new Step.Freeze(replica.id(), run, false))
                        : Transition.to(
                                replica.with(new Terminating(run, killAt)),
                                new Step.SignalGroup(replica.id(), run.pid(), spec.stopSignal()));
    }

    /** Also after a natural end: what the first process left behind must not live beside the next run. */
    private static Transition kill(Replica replica, Run run, boolean stopping, Optional<Exit> exit, long now) {
        Killing state = new Killing(run, stopping, exit, 0, now + FIRST_SWEEP_NANOS, now + OVERDUE_NANOS, false);
        return Transition.to(replica.with(state), new Step.Sweep(replica.id(), run));
    }

    private static Transition sweep(
            Replica replica, Killing state, boolean stopping, Optional<Exit> exit, int sweeps, long now) {
        long pause = Math.min(SLOWEST_SWEEP_NANOS, FIRST_SWEEP_NANOS << Math.min(sweeps, 20));
        boolean overdue = state.overdue() || now >= state.overdueAt();
        Killing next = new Killing(state.run(), stopping, exit, sweeps, now + pause, state.overdueAt(), overdue);
        Step sweep = new Step.Sweep(replica.id(), state.run());
        return overdue && !state.overdue()
                ? Transition.to(replica.with(next), sweep, Verdict.overdue(replica.id(), state.run()))
                : Transition.to(replica.with(next), sweep);
    }

    private static Transition gone(Replica replica, ProcessSpec spec, Killing state, Exit exit, long now) {
        Replica ended = replica.ended(Verdict.of(replica, state.run(), spec, exit));
        Transition next = Verdict.next(
                ended, spec, state.stopping(), false, now - state.run().startedNanos(), now);
        return next.after(new Step.Release(replica.id(), state.run()));
    }
}
