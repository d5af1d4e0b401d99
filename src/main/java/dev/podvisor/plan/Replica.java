package dev.podvisor.plan;

import dev.podvisor.status.Termination;
import java.util.Optional;

/**
 * A replica: its state and what outlives a state.
 *
 * @param starts attempts to start it, since podvisor started
 * @param streak restarts since it was last stable
 * @param everStarted whether a start has ever succeeded
 * @param last how its newest ended run ended
 */
public record Replica(
        ReplicaId id, ReplicaState state, int starts, int streak, boolean everStarted, Optional<Termination> last) {

    static Replica fresh(ReplicaId id) {
        return new Replica(id, new ReplicaState.Waiting(), 0, 0, false, Optional.empty());
    }

    Replica with(ReplicaState next) {
        return new Replica(id, next, starts, streak, everStarted, last);
    }

    Replica starting(long run) {
        ReplicaState next = new ReplicaState.Starting(run, java.util.OptionalLong.empty());
        return new Replica(id, next, starts + 1, streak, everStarted, last);
    }

    Replica started(ReplicaState next) {
        return new Replica(id, next, starts, streak, true, last);
    }

    Replica ended(Termination termination) {
        return new Replica(id, state, starts, streak, everStarted, Optional.of(termination));
    }

    /** As at first, but for what status counts: a new spec has a new chance, and dependents wait for it again. */
    Replica renewed() {
        return new Replica(id, new ReplicaState.Waiting(), starts, 0, false, last);
    }

    Replica withStreak(int restarts) {
        return new Replica(id, state, starts, restarts, everStarted, last);
    }
}
