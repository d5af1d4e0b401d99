package dev.podvisor.plan;

import dev.podvisor.status.State;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a replica is, with what only that state needs. Instants are nanoseconds of the monotonic clock. */
public sealed interface ReplicaState {

    /** When the state is to be looked at again without an event, if ever. */
    default OptionalLong deadline() {
        return OptionalLong.empty();
    }

    /** The word that status shows. */
    default State word() {
        return switch (this) {
            case Waiting _ -> State.Waiting;
            case Starting _ -> State.Starting;
            case Running _ -> State.Running;
            case Terminating _, Killing _ -> State.Stopping;
            case Backoff _ -> State.Backoff;
            case Stopped _ -> State.Stopped;
            case Completed _ -> State.Completed;
            case Failed _ -> State.Failed;
        };
    }

    /** Whether a process of it may be alive. */
    default boolean live() {
        return switch (this) {
            case Starting _, Running _, Terminating _, Killing _ -> true;
            case Waiting _, Backoff _, Stopped _, Completed _, Failed _ -> false;
        };
    }

    /** Not started yet. */
    record Waiting() implements ReplicaState {}

    /** A start is under way; {@code killAt} is present when a stop was asked for meanwhile. */
    record Starting(long run, OptionalLong killAt) implements ReplicaState {}

    /** Its first process is alive. */
    record Running(Run run) implements ReplicaState {}

    /** The stop signal was sent; at {@code killAt} patience ends. */
    record Terminating(Run run, long killAt) implements ReplicaState {
        @Override
        public OptionalLong deadline() {
            return OptionalLong.of(killAt);
        }
    }

    /**
     * The whole tree is being killed, until its first process has been reaped and nothing else is left.
     *
     * @param stopping whether a stop was asked for; otherwise the restart policy decides what follows
     * @param exit how the first process ended, once it has
     * @param sweeps how often the tree was looked for
     * @param overdueAt when a tree that is still there is reported
     */
    record Killing(
            Run run, boolean stopping, Optional<Exit> exit, int sweeps, long nextSweep, long overdueAt, boolean overdue)
            implements ReplicaState {
        @Override
        public OptionalLong deadline() {
            return OptionalLong.of(nextSweep);
        }
    }

    /** Ended; started again at {@code until}. */
    record Backoff(long until) implements ReplicaState {
        @Override
        public OptionalLong deadline() {
            return OptionalLong.of(until);
        }
    }

    /** Ended because somebody asked. */
    record Stopped() implements ReplicaState {}

    /** Ended with success, for good. */
    record Completed() implements ReplicaState {}

    /** Ended with a failure; {@code recoverAt} is present when a slow attempt follows. */
    record Failed(String reason, OptionalLong recoverAt) implements ReplicaState {
        @Override
        public OptionalLong deadline() {
            return recoverAt;
        }
    }
}
