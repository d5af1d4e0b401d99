package dev.podvisor.plan;

import dev.podvisor.status.Termination;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A replica: its state and what outlives a state.
 *
 * @param starts attempts to start it, since podvisor started
 * @param streak restarts since it was last stable
 * @param everStarted whether a start has ever succeeded
 * @param last how its newest ended run ended
 * @param restarts why it was started again, and how often
 * @param paused whether the processes of its run are held still
 * @param ousted why podvisor itself ends the run, although nobody wants it stopped; empty when it does not
 */
public record Replica(
        ReplicaId id,
        ReplicaState state,
        int starts,
        int streak,
        boolean everStarted,
        Optional<Termination> last,
        Restarts restarts,
        boolean paused,
        String ousted) {

    static Replica fresh(ReplicaId id) {
        return new Replica(id, new ReplicaState.Waiting(), 0, 0, false, Optional.empty(), Restarts.NONE, false, "");
    }

    Replica with(ReplicaState next) {
        return new Replica(id, next, starts, streak, everStarted, last, restarts, paused, ousted);
    }

    Replica starting(long run) {
        ReplicaState next = new ReplicaState.Starting(run, OptionalLong.empty());
        return new Replica(id, next, starts + 1, streak, everStarted, last, restarts.started(), false, "");
    }

    Replica started(ReplicaState next) {
        return new Replica(id, next, starts, streak, true, last, restarts, paused, ousted);
    }

    Replica ended(Termination termination) {
        return new Replica(
                id,
                state,
                starts,
                streak,
                everStarted,
                Optional.of(termination),
                restarts.because(termination.reason()),
                false,
                "");
    }

    /** As at first, but for what status counts: a new spec has a new chance, and dependents wait for it again. */
    Replica renewed() {
        Restarts renewal = starts == 0 ? restarts : restarts.because("SpecChanged");
        return new Replica(id, new ReplicaState.Waiting(), starts, 0, false, last, renewal, false, "");
    }

    Replica withStreak(int newStreak) {
        return new Replica(id, state, starts, newStreak, everStarted, last, restarts, paused, ousted);
    }

    Replica withPaused(boolean still) {
        return new Replica(id, state, starts, streak, everStarted, last, restarts, still, ousted);
    }

    Replica withOusted(String reason) {
        return new Replica(id, state, starts, streak, everStarted, last, restarts, paused, reason);
    }
}
