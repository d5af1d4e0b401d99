package dev.podvisor.codec;

import dev.podvisor.codec.Node.Entry;
import dev.podvisor.codec.Node.Mapping;
import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import dev.podvisor.codec.Node.Unusable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/**
 * Builds the located tree of a document from SnakeYAML's events. Bounded: aliases share their node, and as each node knows its
 * expanded size, an alias bomb is refused by arithmetic, never written out.
 */
final class TreeBuilder {

    /** The most values of a document, keys included and aliases written out. */
    static final int MAX_VALUES = 100_000;

    /** The deepest nesting. */
    static final int MAX_DEPTH = 50;

    private static final String STANDARD_TAG = "tag:yaml.org,2002:";

    static {
        // JSON has this escape, and PHP's json_encode writes it for each slash; YAML has it since 1.2.
        ScannerImpl.ESCAPE_REPLACEMENTS.put('/', "/");
    }

    private final ParserImpl parser;
    private final Problems problems;
    private final Map<String, Optional<Node>> anchors = new HashMap<>();
    private int made;
    private int line = 1;
    private int column = 1;

    /** Takes bytes that {@link Utf8#firstFault} has passed. */
    TreeBuilder(byte[] bytes, Problems problems) {
        this.parser = new ParserImpl(new Utf8Reader(bytes), new LoaderOptions());
        this.problems = problems;
    }

    /** The first document that is not empty; a further one is a problem. */
    Optional<Node> build() throws Unreadable {
        Optional<Node> document = Optional.empty();
        for (Event event = next(); !event.is(Event.ID.StreamEnd); event = next()) {
            if (event.is(Event.ID.DocumentStart)) {
                anchors.clear();
                Node node = node(next(), 1);
                boolean empty = node instanceof Scalar scalar && scalar.text().isEmpty() && !scalar.exact();
                if (!empty && document.isPresent()) {
                    report(node, "there is a second document", "keep one in each file");
                    return document;
                }
                if (!empty) {
                    document = Optional.of(node);
                }
            }
        }
        return document;
    }

    private Event next() throws Unreadable {
        try {
            Event event = parser.getEvent();
            Mark mark = event.getStartMark();
            line = mark.getLine() + 1;
            column = mark.getColumn() + 1;
            return event;
        } catch (YAMLException e) {
            throw SyntaxErrors.explain(e, line, column);
        } catch (RuntimeException e) { // a few malformed tags and escapes escape the library as such
            throw new Unreadable(line, column, "it is not valid YAML from here on", "check quotes and indentation");
        }
    }

    private Node node(Event event, int depth) throws Unreadable {
        int atLine = line;
        int atColumn = column;
        if (++made > MAX_VALUES) {
            throw tooLarge(atLine, atColumn);
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, Optional.empty());
        }
        Node node = event instanceof ScalarEvent scalar
                ? scalar(scalar)
                : collection((CollectionStartEvent) event, depth, atLine, atColumn);
        if (anchor != null) {
            anchors.put(anchor, Optional.of(node));
        }
        return node;
    }

    private Node collection(CollectionStartEvent start, int depth, int atLine, int atColumn) throws Unreadable {
        if (depth > MAX_DEPTH) {
            throw new Unreadable(atLine, atColumn, "it is nested deeper than " + MAX_DEPTH + " levels", "");
        }
        boolean mapping = start instanceof MappingStartEvent;
        boolean known = isTag(start.getTag(), mapping ? "map" : "seq");
        Node node = mapping ? mapping(depth, atLine, atColumn) : sequence(depth, atLine, atColumn);
        return known ? node : refuseTag(node);
    }

    private Node scalar(ScalarEvent event) {
        String tag = event.getTag();
        boolean plain = event.isPlain();
        boolean shared = event.getAnchor() != null;
        if (tag == null) {
            return new Scalar(event.getValue(), !plain, shared, line, column);
        }
        if (tag.equals("!") || isTag(tag, "str")) {
            return new Scalar(event.getValue(), true, shared, line, column);
        }
        boolean usual = isTag(tag, "int") || isTag(tag, "float") || isTag(tag, "bool") || isTag(tag, "null");
        Node node = new Scalar(event.getValue(), false, shared, line, column);
        return usual ? node : refuseTag(node);
    }

    private Node alias(AliasEvent event) {
        Node here = new Unusable(line, column);
        Optional<Node> target = anchors.get(event.getAnchor());
        if (target == null) {
            return report(here, "an alias has no anchor before it", "quote the text if it only begins with '*'");
        }
        return target.isPresent()
                ? target.get()
                : report(here, "an alias lies inside of what it stands for", "write it out");
    }

    private Sequence sequence(int depth, int atLine, int atColumn) throws Unreadable {
        List<Node> items = new ArrayList<>();
        int size = 1;
        for (Event event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
            Node item = node(event, depth + 1);
            items.add(item);
            size = grow(size, item.size());
        }
        return new Sequence(items, size, atLine, atColumn);
    }

    private Mapping mapping(int depth, int atLine, int atColumn) throws Unreadable {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Entry> repeated = new ArrayList<>(0);
        List<Mapping> merged = new ArrayList<>(0);
        boolean mergedBefore = false;
        int size = 1;
        for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
            boolean plain = event instanceof ScalarEvent key && key.isPlain();
            Node key = node(event, depth + 1);
            Node value = node(next(), depth + 1);
            size = grow(size, key.size() + value.size());
            if (!(key instanceof Scalar name)) {
                if (!(key instanceof Unusable)) {
                    report(key, "a key is not a text", "write key: value");
                }
            } else if (plain && name.text().equals("<<")) {
                if (mergedBefore) {
                    repeated.add(new Entry(name, value));
                } else {
                    size = grow(size, merge(value, merged));
                    mergedBefore = true;
                }
            } else {
                Entry entry = new Entry(name, value);
                if (entries.putIfAbsent(name.text(), entry) != null) {
                    repeated.add(entry);
                }
            }
        }
        for (Mapping source : merged) {
            source.entries().forEach(entries::putIfAbsent);
        }
        return new Mapping(entries, repeated, size, atLine, atColumn);
    }

    /** Finds the mappings that {@code <<} brings in and returns how many values they copy. */
    private int merge(Node value, List<Mapping> merged) throws Unreadable {
        int copied = 0;
        List<Node> sources = value instanceof Sequence list ? list.items() : List.of(value);
        for (Node source : sources) {
            if (source instanceof Mapping mapping) {
                merged.add(mapping);
                copied = grow(copied, mapping.size());
            } else if (!(source instanceof Unusable)) {
                report(source, "<< takes a mapping or a list of mappings", "quote it if it is a key");
            }
        }
        return copied;
    }

    private int grow(int size, int by) throws Unreadable {
        if (size + by > MAX_VALUES) {
            throw tooLarge(line, column);
        }
        return size + by;
    }

    private Node refuseTag(Node node) {
        return report(
                new Unusable(node.line(), node.column()),
                "a tag, a word that begins with '!', has no meaning here",
                "remove it, or quote the text");
    }

    private Node report(Node at, String text, String hint) {
        problems.error(at, new Trail.Root(), text, hint);
        return at;
    }

    private static boolean isTag(@Nullable String tag, String name) {
        return tag == null
                || tag.startsWith(STANDARD_TAG)
                        && tag.substring(STANDARD_TAG.length()).equals(name);
    }

    private static Unreadable tooLarge(int line, int column) {
        return new Unreadable(
                line,
                column,
                "it has more than " + MAX_VALUES + " values, each alias counted as what it stands for",
                "");
    }
}
