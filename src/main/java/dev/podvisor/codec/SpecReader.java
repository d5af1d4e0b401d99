package dev.podvisor.codec;

import dev.podvisor.codec.Problem.Severity;
import dev.podvisor.spec.ProcessSet;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a manifest in YAML or JSON, a file of the classic form, or a folder of such files, and reports every problem of it at once,
 * each with its place. Bad input never makes it throw. The work is bounded: at most 3 MiB of UTF-8,
 * {@value TreeBuilder#MAX_VALUES} values, {@value TreeBuilder#MAX_DEPTH} levels,
 * {@value dev.podvisor.spec.ProcessSetSpec#MAX_REPLICAS} replicas, {@value SpecFolder#MAX_FILES} files. Thread-safe.
 */
public final class SpecReader {

    private SpecReader() {}

    /** Reads a regular file or a folder; messages name it as it was given. */
    public static ReadResult read(Path path) {
        return read(SpecContent.at(path));
    }

    /** Reads what stood at a path. */
    public static ReadResult read(SpecContent content) {
        return content.folder()
                ? FolderReader.read(content, Optional.empty())
                : read(content.name(), content.parts().getFirst().source(), Optional.empty());
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
                Optional<ProcessSet> set = read(Document.of(content.bytes(), problems), problems, variables);
                if (set.isPresent() && !problems.fatal()) {
                    return new ReadResult.Spec(set.get(), problems.all());
                }
            } catch (Unreadable e) {
                problems.add(Severity.Error, e.line(), e.column(), "", e.text(), e.hint());
            }
        }
        return new ReadResult.Rejected(problems.all());
    }

    private static Optional<ProcessSet> read(
            Document document, Problems problems, Optional<Map<String, String>> variables) throws Unreadable {
        Node root = document.root();
        if (document.classic()) {
            return ClassicReader.read(root, problems, variables.orElseGet(ClassicEnvironment::own));
        }
        if (!Replicas.fit(root, problems)) {
            return Optional.empty();
        }
        Optional<ProcessSet> set =
                new Binder(problems).bind(ProcessSet.SHAPE, new Place(root, new Trail.Root(), false));
        CrossCheck.run(root, set, problems);
        return set;
    }
}
