package dev.podvisor.codec;

import dev.podvisor.codec.Node.Entry;
import dev.podvisor.codec.Node.Mapping;
import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces the {@link ClassicReferences} in a document's keys and values by variables. A text without quotes is then
 * what its new content looks like, so {@code scale: ${N}} is a number. A variable that is empty counts as not set, and what is
 * put in is not searched for references again. No message shows a text that a variable is in.
 */
final class ClassicExpansion {

    /** How much variables have put into the documents that are read together. */
    static final class Growth {
        private long characters;
    }

    private final Map<String, String> variables;
    private final ClassicNotes notes;
    private final Growth growth;
    private final Map<Node, Node> done = new IdentityHashMap<>();

    ClassicExpansion(Map<String, String> variables, ClassicNotes notes, Growth growth) {
        this.variables = variables;
        this.notes = notes;
        this.growth = growth;
    }

    Node expand(Node node, Trail path) throws Unreadable {
        Node known = done.get(node);
        if (known != null) {
            return known;
        }
        Node expanded = node;
        if (node instanceof Scalar scalar) {
            expanded = scalar(scalar, path);
        } else if (node instanceof Sequence sequence) {
            List<Node> items = new ArrayList<>(sequence.items().size());
            for (Node item : sequence.items()) {
                items.add(expand(item, path.item(items.size())));
            }
            expanded = new Sequence(items, sequence.size(), sequence.line(), sequence.column());
        } else if (node instanceof Mapping mapping) {
            expanded = mapping(mapping, path);
        }
        done.put(node, expanded);
        return expanded;
    }

    private Mapping mapping(Mapping mapping, Trail path) throws Unreadable {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Entry> repeated = new ArrayList<>(mapping.repeated());
        for (Entry entry : mapping.entries().values()) {
            Scalar key = scalar(entry.key(), path);
            Trail below = key.shared() ? path : path.key(key.text());
            Entry expanded = new Entry(key, expand(entry.value(), below));
            if (entries.putIfAbsent(key.text(), expanded) != null) {
                repeated.add(expanded);
            }
        }
        return new Mapping(entries, repeated, mapping.size(), mapping.line(), mapping.column());
    }

    private Scalar scalar(Scalar scalar, Trail path) throws Unreadable {
        String text = ClassicReferences.reveal(scalar.text());
        ClassicReferences.Finder finder = new ClassicReferences.Finder(text);
        int at = finder.next(0);
        if (at < 0) {
            return text.equals(scalar.text()) ? scalar : of(scalar, text, scalar.shared());
        }
        StringBuilder result = new StringBuilder();
        int copied = 0;
        for (; at >= 0; at = finder.next(copied)) {
            ClassicReferences.Reference reference = finder.found();
            String value = value(reference, scalar, path);
            growth.characters += value.length();
            if (growth.characters > Source.MAX_BYTES) {
                throw new Unreadable(
                        scalar.line(), scalar.column(), "it is larger than 3 MiB with its variables expanded", "");
            }
            result.append(text, copied, at).append(value);
            copied = reference.end();
        }
        return of(scalar, result.append(text, copied, text.length()).toString(), true);
    }

    private String value(ClassicReferences.Reference reference, Scalar scalar, Trail path) {
        String value = variables.getOrDefault(reference.name(), "");
        if (value.isEmpty() && !reference.hasFallback()) {
            String name = Wording.cut(reference.name());
            notes.warn(
                    scalar,
                    path,
                    "the variable " + name + " is not set, so nothing is put in its place",
                    "set it, or write ${" + name + ":-default}");
        }
        return value.isEmpty() ? reference.fallback() : value;
    }

    private static Scalar of(Scalar scalar, String text, boolean hidden) {
        return new Scalar(text, scalar.exact(), hidden, scalar.line(), scalar.column());
    }
}
