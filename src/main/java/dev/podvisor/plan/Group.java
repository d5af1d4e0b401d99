package dev.podvisor.plan;

import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.status.State;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** A process of the spec with its replicas: one row of the state table. Mutable; owned by the {@link Reconciler}. */
final class Group {

    final List<Replica> replicas = new ArrayList<>();
    /** The processes whose {@code dependsOn} names this one. */
    final List<Group> dependents = new ArrayList<>();
    /** The newest spec, or the last one of a process that is there no more. */
    ProcessSpec spec;

    /** How many replicas are wanted; those above it are on their way out. */
    private int wanted;
    /** The replicas that must start anew to take the newest spec on. */
    private final BitSet outdated = new BitSet();

    private int version;

    Group(ProcessSpec spec) {
        this.spec = spec;
        want(spec.replicas());
    }

    /** Takes a newer spec; {@code restart} when what runs cannot take it on. */
    void take(ProcessSpec next, boolean restart) {
        RestartPolicy before = spec.restartPolicy();
        spec = next;
        version++;
        want(next.replicas());
        for (int i = 0; i < wanted; i++) {
            State word = replicas.get(i).state().word();
            boolean over = word == State.Completed || word == State.Failed;
            if (restart || over && before != next.restartPolicy()) {
                outdated.set(i);
            }
        }
    }

    /** Grows with each spec taken. */
    int version() {
        return version;
    }

    /** The process is there no more. */
    void retire() {
        want(0);
    }

    private void want(int count) {
        wanted = count;
        for (int i = replicas.size(); i < count; i++) {
            replicas.add(Replica.fresh(new ReplicaId(spec.name(), i)));
        }
    }

    /** Whether a replica must end, to be gone or to start anew. */
    boolean leaving(int index) {
        return index >= wanted || outdated.get(index);
    }

    /** Whether a replica is still to start anew with the newest spec. */
    boolean renewing() {
        return !outdated.isEmpty();
    }

    boolean anyLeaving() {
        for (int i = 0; i < replicas.size(); i++) {
            if (leaving(i) && replicas.get(i).state().live()) {
                return true;
            }
        }
        return false;
    }

    /** Drops what is no longer wanted and at rest, and readies what is to start anew; yields whether anything changed. */
    boolean renew() {
        boolean changed = false;
        while (replicas.size() > wanted && !replicas.getLast().state().live()) {
            replicas.removeLast();
            changed = true;
        }
        for (int i = 0; i < Math.min(wanted, replicas.size()); i++) {
            ReplicaState state = replicas.get(i).state();
            // Outside a stop of everything a stopped replica is one that left, and is wanted again by now.
            if (!state.live() && (outdated.get(i) || state instanceof ReplicaState.Stopped)) {
                replicas.set(i, replicas.get(i).renewed());
                outdated.clear(i);
                changed = true;
            }
        }
        return changed;
    }

    boolean gone() {
        return wanted == 0 && replicas.isEmpty();
    }

    boolean live() {
        return any(replica -> replica.state().live());
    }

    boolean allIn(State word) {
        return all(replica -> replica.state().word() == word);
    }

    boolean all(Predicate<Replica> test) {
        for (Replica replica : replicas) {
            if (!test.test(replica)) {
                return false;
            }
        }
        return true;
    }

    boolean any(Predicate<Replica> test) {
        return !all(test.negate());
    }
}
