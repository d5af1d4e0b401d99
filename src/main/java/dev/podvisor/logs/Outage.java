package dev.podvisor.logs;

import dev.podvisor.linux.Errno;
import dev.podvisor.status.LogOutputStatus;

/**
 * What goes wrong with an output: told once from its first failure to the next success, and counted. Guarded by the lock of its
 * owner.
 */
final class Outage {

    private final String name;
    private final boolean hasFallback;
    private final Journal journal;
    private final SinkEvents events;
    private int errno;
    private boolean dropping;
    private long droppedLines;
    private long divertedLines;
    private long droppedEver;
    private long divertedEver;
    private long failures;
    private long recoveries;

    /** @param hasFallback whether lines go to stdout meanwhile */
    Outage(String name, boolean hasFallback, Journal journal, SinkEvents events) {
        this.name = name;
        this.hasFallback = hasFallback;
        this.journal = journal;
        this.events = events;
    }

    /** Whether it has refused what it was last given. */
    boolean isFailure() {
        return errno != 0;
    }

    void failed(int error) {
        boolean told = hasFallback ? errno != 0 : errno == error;
        if (errno == 0) {
            failures++;
        }
        errno = error;
        if (!told) {
            String meanwhile = hasFallback
                    ? "its lines go to stdout until it works again"
                    : "what is for it is buffered, then dropped, until it works again";
            journal.warn("cannot write to " + name + ": " + Errno.text(error) + " (" + meanwhile + ")");
            events.changed();
        }
    }

    void dropped(int lines) {
        droppedLines += lines;
        droppedEver += lines;
        if (!dropping) {
            dropping = true;
            if (errno == 0) {
                journal.warn("cannot write to " + name
                        + ": it is too slow (lines that it has no room for are dropped until it has)");
            }
        }
    }

    void diverted(int lines) {
        divertedLines += lines;
        divertedEver += lines;
    }

    /** It has taken something, and has room for what comes. */
    void over() {
        if (errno != 0 || dropping) {
            String elsewhere = hasFallback ? "; lines that went to stdout meanwhile: " + divertedLines : "";
            journal.warn(name + " takes output again; lines dropped meanwhile: " + droppedLines + elsewhere);
            recoveries += errno == 0 ? 0 : 1;
            errno = 0;
            dropping = false;
            droppedLines = 0;
            divertedLines = 0;
            events.changed();
        }
    }

    /** How it has done so far. */
    LogOutputStatus status(long bytes) {
        String problem = errno == 0 ? "" : Errno.text(errno);
        return new LogOutputStatus(name, problem, bytes, droppedEver, divertedEver, failures, recoveries);
    }
}
