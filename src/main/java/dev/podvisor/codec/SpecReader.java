package dev.podvisor.codec;

import dev.podvisor.codec.Problem.Severity;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSet;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a manifest in YAML or JSON, or a file of the classic form, and reports every problem of it at once, each with its place. Bad input never makes it
 * throw. The work is bounded: at most 3 MiB of UTF-8, {@value TreeBuilder#MAX_VALUES} values, {@value TreeBuilder#MAX_DEPTH}
 * levels, {@value dev.podvisor.spec.ProcessSetSpec#MAX_REPLICAS} replicas. Thread-safe.
 */
public final class SpecReader {

    private static final String BEGIN = "apiVersion: " + ProcessSet.API_VERSION;

    /** A larger document is refused before it is read. */
    public static final int MAX_BYTES = Source.MAX_BYTES;

    private SpecReader() {}

    /** Reads a regular file; messages name it as it was given. */
    public static ReadResult read(Path file) {
        return read(file.toString(), Source.of(file), Optional.empty());
    }

    /** Reads the stream to its end, at most one byte past the limit, and leaves it open; messages name it {@code name}. */
    public static ReadResult read(String name, InputStream in) {
        return read(name, Source.of(in), Optional.empty());
    }

    /** @param variables what a classic document may refer to; empty for the environment of this process */
    static ReadResult read(String name, Source source, Optional<Map<String, String>> variables) {
        Problems problems = new Problems(name);
        if (source instanceof Source.Unavailable reason) {
            problems.add(Severity.Error, 0, 0, "", reason.text(), reason.hint());
        } else if (source instanceof Source.Bytes content) {
            try {
                Optional<ProcessSet> set = read(content.bytes(), problems, variables);
                if (set.isPresent() && !problems.fatal()) {
                    return new ReadResult.Spec(set.get(), problems.all());
                }
            } catch (Unreadable e) {
                problems.add(Severity.Error, e.line(), e.column(), "", e.text(), e.hint());
            }
        }
        return new ReadResult.Rejected(problems.all());
    }

    private static Optional<ProcessSet> read(byte[] bytes, Problems problems, Optional<Map<String, String>> variables)
            throws Unreadable {
        Optional<Utf8.Fault> fault = Utf8.firstFault(bytes);
        if (fault.isPresent()) {
            Utf8.Fault f = fault.get();
            throw new Unreadable(f.line(), f.column(), f.text(), f.hint());
        }
        Json.spacesForTabs(bytes);
        boolean perhapsClassic = hasClassicLine(bytes);
        Node root = tree(perhapsClassic ? ClassicReferences.hide(bytes) : bytes, problems);
        if (isForeign(root)) {
            if (isClassic(root)) {
                return ClassicReader.read(root, problems, variables.orElseGet(ClassicEnvironment::own));
            }
            // Not named key by key: the file may be anything, a Secret's for instance, that was given by mistake.
            throw new Unreadable(root.line(), root.column(), "it is no ProcessSet", "begin with " + BEGIN);
        }
        if (perhapsClassic) {
            root = tree(bytes, problems);
        }
        if (!Replicas.fit(root, problems)) {
            return Optional.empty();
        }
        Optional<ProcessSet> set =
                new Binder(problems).bind(ProcessSet.SHAPE, new Place(root, new Trail.Root(), false));
        CrossCheck.run(root, set, problems);
        return set;
    }

    private static Node tree(byte[] bytes, Problems problems) throws Unreadable {
        return new TreeBuilder(bytes, problems)
                .build()
                .orElseThrow(() -> new Unreadable(1, 1, "it is empty", "begin with " + BEGIN));
    }

    /** Whether a line begins with a top-level key of the classic form. The text alone decides: it may not be YAML as it is. */
    private static boolean hasClassicLine(byte[] bytes) {
        for (int i = Utf8.markLength(bytes); i < bytes.length; i++) {
            boolean begins = i == 0 || bytes[i - 1] < ' ' && bytes[i - 1] >= 0 || i == Utf8.markLength(bytes);
            if (begins && (startsWith(bytes, i, "processes:") || startsWith(bytes, i, "global:"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int from, String text) {
        if (from + text.length() > bytes.length || bytes[from] != text.charAt(0)) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClassic(Node root) {
        return Locator.key(root, "processes")
                        .filter(Node.Mapping.class::isInstance)
                        .isPresent()
                || Locator.key(root, "global")
                        .filter(Node.Mapping.class::isInstance)
                        .isPresent();
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
