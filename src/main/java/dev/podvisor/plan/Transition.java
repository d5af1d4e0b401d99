package dev.podvisor.plan;

import java.util.ArrayList;
import java.util.List;

/** What an event makes of a replica: its next self and what is to be done. */
public record Transition(Replica replica, List<Step> steps) {

    static Transition to(Replica replica, Step... steps) {
        return new Transition(replica, List.of(steps));
    }

    /** The same, but for a step before all others. */
    Transition after(Step first) {
        List<Step> all = new ArrayList<>(steps.size() + 1);
        all.add(first);
        all.addAll(steps);
        return new Transition(replica, all);
    }
}
