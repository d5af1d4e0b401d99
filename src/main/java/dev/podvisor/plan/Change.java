package dev.podvisor.plan;

import java.util.List;

/**
 * What a new spec means for one process.
 *
 * @param process its name; empty for the set as a whole
 * @param fields the fields that differ, in the order of the spec; {@code replicas} with both numbers
 */
public record Change(String process, Kind kind, List<String> fields) {

    /** From the gentlest to the hardest. */
    public enum Kind {
        /** Nothing differs. */
        NoOp("no-op"),
        /** Taken on without touching what runs; more or fewer replicas start or stop only the difference. */
        InPlace("in place"),
        /** What runs cannot take it on: each replica is stopped and started anew. */
        Restart("restart"),
        /** A process that was not there. */
        Start("start"),
        /** A process that is there no more. */
        Stop("stop");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public Change {
        fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
        String name = process.isEmpty() ? "the set" : "process " + process;
        return name + ": " + kind + (fields.isEmpty() ? "" : " (" + String.join(", ", fields) + ")");
    }
}
