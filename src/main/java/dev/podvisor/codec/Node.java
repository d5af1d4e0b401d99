package dev.podvisor.codec;

import java.util.List;
import java.util.Map;

/**
 * A located value of a document. Aliases share nodes, so the tree is a graph without cycles.
 *
 * <p>Lines and columns count from 1, columns in code points.
 */
sealed interface Node {

    int line();

    int column();

    /** How many values it has when every alias is written out, itself included. */
    int size();

    /**
     * A text, number, flag or null.
     *
     * @param exact whether it is text whatever it looks like, being quoted or a block
     * @param shared whether it has an anchor: it may also stand where secrets do, so messages do not show it
     */
    record Scalar(String text, boolean exact, boolean shared, int line, int column) implements Node {
        @Override
        public int size() {
            return 1;
        }

        Plain.Kind kind() {
            return exact ? Plain.Kind.TEXT : Plain.kind(text);
        }

        boolean isNull() {
            return kind() == Plain.Kind.NULL;
        }
    }

    record Sequence(List<Node> items, int size, int line, int column) implements Node {}

    /**
     * @param entries by key in the order of the text, merged ones last
     * @param repeated keys that the mapping already has
     */
    record Mapping(Map<String, Entry> entries, List<Entry> repeated, int size, int line, int column) implements Node {}

    /** Stands where the builder has already reported a problem. */
    record Unusable(int line, int column) implements Node {
        @Override
        public int size() {
            return 1;
        }
    }

    record Entry(Scalar key, Node value) {}
}
