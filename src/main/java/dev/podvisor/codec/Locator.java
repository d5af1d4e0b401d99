package dev.podvisor.codec;

import dev.podvisor.codec.Node.Entry;
import dev.podvisor.codec.Node.Mapping;
import dev.podvisor.codec.Node.Sequence;
import java.util.Optional;

/** Finds the node that a path such as {@code spec.processes[2].name} names. */
final class Locator {

    private Locator() {}

    /** The node, or the deepest one on the way to it that exists. */
    static Node nearest(Node root, String path) {
        Node node = root;
        int i = 0;
        while (i < path.length()) {
            Optional<Node> next;
            int end = i + 1;
            if (path.charAt(i) == '[') {
                end = path.indexOf(']', i);
                next = item(node, Integer.parseInt(path.substring(i + 1, end)));
                end++;
            } else {
                int start = path.charAt(i) == '.' ? i + 1 : i;
                end = start;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                next = key(node, path.substring(start, end));
            }
            if (next.isEmpty()) {
                return node;
            }
            node = next.get();
            i = end;
        }
        return node;
    }

    /** The value under a key of a mapping. */
    static Optional<Node> key(Node node, String name) {
        Entry entry = node instanceof Mapping mapping ? mapping.entries().get(name) : null;
        return Optional.ofNullable(entry).map(Entry::value);
    }

    private static Optional<Node> item(Node node, int index) {
        return node instanceof Sequence sequence && index < sequence.items().size()
                ? Optional.of(sequence.items().get(index))
                : Optional.empty();
    }
}
