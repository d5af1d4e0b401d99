package dev.podvisor.plan;

import java.util.List;

/** What an event makes of a replica: its next self and what is to be done. */
public record Transition(Replica replica, List<Step> steps) {

    static Transition to(Replica replica, Step... steps) {
        return new Transition(replica, List.of(steps));
    }
}
