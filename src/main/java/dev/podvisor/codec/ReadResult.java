package dev.podvisor.codec;

import dev.podvisor.spec.ProcessSet;
import java.util.List;

/** What became of reading a document. */
public sealed interface ReadResult {

    /** Every problem that was found, in the order of the text; only warnings when the document can be used. */
    List<Problem> problems();

    /** The document can be used. */
    record Spec(ProcessSet set, List<Problem> warnings) implements ReadResult {
        public Spec {
            warnings = List.copyOf(warnings);
        }

        @Override
        public List<Problem> problems() {
            return warnings;
        }
    }

    /** The document cannot be used: at least one problem is an error. */
    record Rejected(List<Problem> problems) implements ReadResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
