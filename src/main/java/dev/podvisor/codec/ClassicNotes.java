package dev.podvisor.codec;

import dev.podvisor.codec.Problem.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * The warnings about a classic document, kept back until all errors are known, so that they cannot crowd one out; no more of
 * them than would be shown, and the number of the others.
 */
final class ClassicNotes {

    private record Note(int line, int column, Trail path, String text, String hint) {}

    private final List<Note> notes = new ArrayList<>();

    private int more;

    void warn(Place at, String text, String hint) {
        warn(at.node(), at.path(), text, hint);
    }

    void warn(Node at, Trail path, String text, String hint) {
        if (notes.size() > Problems.SHOWN) {
            more++;
        } else {
            notes.add(new Note(at.line(), at.column(), path, text, hint));
        }
    }

    /** Hands them over, after which there are none. */
    void tell(Problems problems) {
        for (Note note : notes) {
            String path = problems.full() ? "" : note.path().toString();
            problems.add(Severity.Warning, note.line(), note.column(), path, note.text(), note.hint());
        }
        for (; more > 0; more--) {
            problems.add(
                    Severity.Warning, notes.getLast().line(), notes.getLast().column(), "", "", "");
        }
        notes.clear();
    }
}
