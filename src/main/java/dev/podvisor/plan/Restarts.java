package dev.podvisor.plan;

import java.util.HashMap;
import java.util.Map;

/**
 * The restarts of a replica since podvisor started.
 *
 * @param byReason how many there were for each reason
 * @param next the reason of the next one; empty as long as none is due
 */
record Restarts(Map<String, Integer> byReason, String next) {

    static final Restarts NONE = new Restarts(Map.of(), "");

    Restarts {
        byReason = Map.copyOf(byReason);
    }

    Restarts because(String reason) {
        return new Restarts(byReason, reason);
    }

    /** A start: a restart if there was a reason for one. */
    Restarts started() {
        if (next.isEmpty()) {
            return this;
        }
        Map<String, Integer> counted = new HashMap<>(byReason);
        counted.merge(next, 1, Integer::sum);
        return new Restarts(counted, "");
    }
}
