package dev.podvisor.codec;

import dev.podvisor.codec.Problem.Severity;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSet;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a manifest in YAML or JSON and reports every problem of it at once, each with its place. Bad input never makes it
 * throw. The work is bounded: at most 3 MiB of UTF-8, {@value TreeBuilder#MAX_VALUES} values, {@value TreeBuilder#MAX_DEPTH}
 * levels, {@value dev.podvisor.spec.ProcessSetSpec#MAX_REPLICAS} replicas. Thread-safe.
 */
public final class SpecReader {

    private static final String BEGIN = "apiVersion: " + ProcessSet.API_VERSION;

    private SpecReader() {}

    /** Reads a regular file; messages name it as it was given. */
    public static ReadResult read(Path file) {
        return read(file.toString(), Source.of(file));
    }

    /** Reads the stream to its end, at most one byte past the limit, and leaves it open; messages name it {@code name}. */
    public static ReadResult read(String name, InputStream in) {
        return read(name, Source.of(in));
    }

    private static ReadResult read(String name, Source source) {
        Problems problems = new Problems(name);
        if (source instanceof Source.Unavailable reason) {
            problems.add(Severity.Error, 0, 0, "", reason.text(), reason.hint());
        } else if (source instanceof Source.Bytes content) {
            try {
                Optional<ProcessSet> set = read(content.bytes(), problems);
                if (set.isPresent() && !problems.fatal()) {
                    return new ReadResult.Spec(set.get(), problems.all());
                }
            } catch (Unreadable e) {
                problems.add(Severity.Error, e.line(), e.column(), "", e.text(), e.hint());
            }
        }
        return new ReadResult.Rejected(problems.all());
    }

    private static Optional<ProcessSet> read(byte[] bytes, Problems problems) throws Unreadable {
        Optional<Utf8.Fault> fault = Utf8.firstFault(bytes);
        if (fault.isPresent()) {
            Utf8.Fault f = fault.get();
            throw new Unreadable(f.line(), f.column(), f.text(), f.hint());
        }
        Json.spacesForTabs(bytes);
        Node root = new TreeBuilder(bytes, problems)
                .build()
                .orElseThrow(() -> new Unreadable(1, 1, "it is empty", "begin with " + BEGIN));
        if (isForeign(root)) {
            // Not named key by key: the file may be anything, a Secret's for instance, that was given by mistake.
            throw new Unreadable(root.line(), root.column(), "it is no ProcessSet", "begin with " + BEGIN);
        }
        if (!Replicas.fit(root, problems)) {
            return Optional.empty();
        }
        Optional<ProcessSet> set =
                new Binder(problems).bind(ProcessSet.SHAPE, new Place(root, new Trail.Root(), false));
        CrossCheck.run(root, set, problems);
        return set;
    }

    /** Whether the document has none of the keys that a manifest has. */
    private static boolean isForeign(Node root) {
        if (root instanceof Node.Mapping mapping) {
            for (Field field : ProcessSet.SHAPE.fields()) {
                if (mapping.entries().containsKey(field.name())) {
                    return false;
                }
            }
        }
        return !(root instanceof Node.Unusable);
    }
}
