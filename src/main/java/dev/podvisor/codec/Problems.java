package dev.podvisor.codec;

import dev.podvisor.codec.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one document; keeps the first hundred and counts the rest, so a hostile one stays cheap. */
final class Problems {

    /** How many are shown. */
    static final int SHOWN = 100;

    private final String file;
    private final List<Problem> kept = new ArrayList<>();
    private int dropped;
    private int line;
    private int column;
    private boolean fatal;

    Problems(String file) {
        this.file = file;
    }

    void error(Node at, Trail path, String text, String hint) {
        add(Severity.Error, at.line(), at.column(), path.toString(), text, hint);
    }

    void add(Severity severity, int line, int column, String path, String text, String hint) {
        fatal |= severity == Severity.Error;
        if (kept.size() < SHOWN) {
            kept.add(new Problem(severity, file, line, column, path, text, hint));
        } else if (dropped++ == 0) {
            this.line = line;
            this.column = column;
        }
    }

    /** Whether a further problem would only be counted, so that its wording is not worth any work. */
    boolean full() {
        return kept.size() >= SHOWN;
    }

    /** Whether the document cannot be used. */
    boolean fatal() {
        return fatal;
    }

    /** In the order of the text, then how many more there are. */
    List<Problem> all() {
        List<Problem> all = new ArrayList<>(kept);
        if (all.size() > 1) {
            all.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        }
        if (dropped > 0) {
            Severity severity = fatal ? Severity.Error : Severity.Warning;
            all.add(new Problem(severity, file, line, column, "", "and " + dropped + " more", "solve these first"));
        }
        return all;
    }
}
