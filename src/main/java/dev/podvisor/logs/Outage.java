package dev.podvisor.logs;

import dev.podvisor.linux.Errno;

/** What goes wrong with an output, from its first failure to the next success, told once. Guarded by the lock of its owner. */
final class Outage {

    private final String name;
    private final boolean hasFallback;
    private final Journal journal;
    private int errno;
    private boolean dropping;
    private long droppedLines;
    private long divertedLines;

    /** @param hasFallback whether lines go to stdout meanwhile */
    Outage(String name, boolean hasFallback, Journal journal) {
        this.name = name;
        this.hasFallback = hasFallback;
        this.journal = journal;
    }

    /** Whether it has refused what it was last given. */
    boolean isFailure() {
        return errno != 0;
    }

    void failed(int error) {
        boolean told = hasFallback ? errno != 0 : errno == error;
        errno = error;
        if (!told) {
            String meanwhile = hasFallback
                    ? "its lines go to stdout until it works again"
                    : "output of children is buffered, then dropped, until it works again";
            journal.warn("cannot write to " + name + ": " + Errno.text(error) + " (" + meanwhile + ")");
        }
    }

    void dropped(int lines) {
        droppedLines += lines;
        if (!dropping) {
            dropping = true;
            if (errno == 0) {
                journal.warn(
                        "cannot write to " + name + ": it takes nothing (output of children is dropped until it does)");
            }
        }
    }

    void diverted(int lines) {
        divertedLines += lines;
    }

    /** It has taken something. */
    void over() {
        if (errno != 0 || dropping) {
            String elsewhere = hasFallback ? "; lines that went to stdout meanwhile: " + divertedLines : "";
            journal.warn(name + " takes output again; lines dropped meanwhile: " + droppedLines + elsewhere);
            errno = 0;
            dropping = false;
            droppedLines = 0;
            divertedLines = 0;
        }
    }
}
