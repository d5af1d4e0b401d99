package dev.podvisor.codec;

import dev.podvisor.codec.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the files of a folder as one set. Each problem is told at its place in its file, those of all files at once. */
final class FolderReader {

    private FolderReader() {}

    /** @param variables what classic documents may refer to; empty for the environment of this process */
    static ReadResult read(SpecContent folder, Optional<Map<String, String>> variables) {
        Problems problems = new Problems(folder.name());
        ClassicExpansion.Growth growth = new ClassicExpansion.Growth();
        Optional<Map<String, String>> known = variables;
        List<Part> parts = new ArrayList<>(folder.parts().size());
        int values = 0;
        for (SpecContent.Part file : folder.parts()) {
            Problems own = problems.beside(file.name());
            try {
                Document document = document(file.source(), own);
                values += document.root().size();
                if (values > TreeBuilder.MAX_VALUES) {
                    throw new Unreadable(
                            0, 0, "with it the files have more than " + TreeBuilder.MAX_VALUES + " values", "");
                }
                if (document.classic()) {
                    known = known.or(() -> Optional.of(ClassicEnvironment.own()));
                    parts.add(Part.classic(document.root(), own, known.orElseThrow(), growth));
                } else {
                    parts.add(Part.manifest(document.root(), own));
                }
            } catch (Unreadable e) {
                own.add(Severity.Error, e.line(), e.column(), "", e.text(), e.hint());
                parts.add(Part.unknown(own));
                if (values > TreeBuilder.MAX_VALUES) {
                    break; // there may be much more of it
                }
            }
        }
        return new Merge(parts, problems).run();
    }

    private static Document document(Source source, Problems problems) throws Unreadable {
        if (source instanceof Source.Bytes content) {
            return Document.of(content.bytes(), problems);
        }
        Source.Unavailable reason = (Source.Unavailable) source;
        throw new Unreadable(0, 0, reason.text(), reason.hint());
    }
}
