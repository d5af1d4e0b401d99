package dev.podvisor.codec;

import dev.podvisor.codec.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the problems of one document, or of one of several that are read together; keeps the first hundred errors and warnings
 * of all of them and counts the rest, so that hostile ones stay cheap.
 */
final class Problems {

    /** How many are shown. */
    static final int SHOWN = 100;

    /** What documents that are read together share. */
    private static final class Tally {
        private final List<Problems> documents = new ArrayList<>(1);
        private int errors;
        private int warnings;
        private int dropped;
        private String file = "";
        private int line;
        private int column;

        private void drop(String file, int line, int column) {
            if (dropped++ == 0) {
                this.file = file;
                this.line = line;
                this.column = column;
            }
        }
    }

    private final String file;
    private final Tally tally;
    private final List<Problem> kept = new ArrayList<>();
    private boolean fatal;

    Problems(String file) {
        this(file, new Tally());
    }

    private Problems(String file, Tally tally) {
        this.file = file;
        this.tally = tally;
        tally.documents.add(this);
    }

    /** For a further document, read together with this one. */
    Problems beside(String file) {
        return new Problems(file, tally);
    }

    String file() {
        return file;
    }

    void error(Place at, String text, String hint) {
        error(at.node(), at.path(), text, hint);
    }

    void error(Node at, Trail path, String text, String hint) {
        add(Severity.Error, at.line(), at.column(), path.toString(), text, hint);
    }

    void add(Severity severity, int line, int column, String path, String text, String hint) {
        boolean error = severity == Severity.Error;
        fatal |= error;
        if (error && tally.errors < SHOWN || !error && tally.warnings < SHOWN) {
            tally.errors += error ? 1 : 0;
            tally.warnings += error ? 0 : 1;
            kept.add(new Problem(severity, file, line, column, path, text, hint));
        } else {
            tally.drop(file, line, column);
        }
    }

    /** Whether a further error would only be counted, so that its wording is not worth any work. */
    boolean full() {
        return tally.errors >= SHOWN;
    }

    /** Whether this document cannot be used. */
    boolean fatal() {
        return fatal;
    }

    /** Whether a document cannot be used, of those read together. */
    boolean anyFatal() {
        for (Problems document : tally.documents) {
            if (document.fatal) {
                return true;
            }
        }
        return false;
    }

    /** Those of all documents, in their order and that of the text, then how many more there are; no warning crowds out an error. */
    List<Problem> all() {
        List<Problem> all = new ArrayList<>();
        for (Problems document : tally.documents) {
            if (document.kept.size() > 1) {
                document.kept.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            }
            all.addAll(document.kept);
        }
        for (int i = all.size() - 1; i >= 0 && all.size() > SHOWN; i--) {
            Problem problem = all.get(i);
            if (problem.severity() == Severity.Warning) {
                all.remove(i);
                tally.drop(problem.file(), problem.line(), problem.column());
            }
        }
        if (tally.dropped > 0) {
            Severity severity = anyFatal() ? Severity.Error : Severity.Warning;
            String more = "and " + tally.dropped + " more";
            all.add(new Problem(severity, tally.file, tally.line, tally.column, "", more, "solve these first"));
        }
        return all;
    }
}
