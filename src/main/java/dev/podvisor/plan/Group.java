package dev.podvisor.plan;

import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.status.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A process of the spec with its replicas: one row of the state table. Mutable; owned by the {@link Reconciler}. */
final class Group {

    final ProcessSpec spec;
    final List<Replica> replicas;
    /** The processes whose {@code dependsOn} names this one. */
    final List<Group> dependents = new ArrayList<>();

    Group(ProcessSpec spec) {
        this.spec = spec;
        this.replicas = new ArrayList<>(spec.replicas());
        for (int i = 0; i < spec.replicas(); i++) {
            replicas.add(Replica.fresh(new ReplicaId(spec.name(), i)));
        }
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
