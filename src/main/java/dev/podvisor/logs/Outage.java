package dev.podvisor.logs;

import dev.podvisor.linux.Errno;
import dev.podvisor.status.LogOutputStatus;
import java.time.Duration;

/**
 * What goes wrong with an output: told once from its first failure to the next success, and counted. Guarded by the lock of its
 * owner.
 */
final class Outage {

    /** Who works for so long works. */
    private static final long STEADY_NANOS = 60_000_000_000L;

    private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;

    private final String name;
    private final boolean hasFallback;
    private final long retry;
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
    private long overAt;
    private long pause;

    /**
     * @param hasFallback whether lines go to stdout meanwhile
     * @param retry when to try again
     */
    Outage(String name, boolean hasFallback, Duration retry, Journal journal, SinkEvents events) {
        this.name = name;
        this.hasFallback = hasFallback;
        this.retry = retry.toNanos();
        this.journal = journal;
        this.events = events;
    }

    /** Whether it has refused what it was last given. */
    boolean isFailure() {
        return errno != 0;
    }

    /**
     * It has refused what it was given. Yields when to try again: what works only for moments, as a disk that is almost full does, is
     * tried less and less often.
     */
    long failed(int error, long now) {
        boolean told = hasFallback ? errno != 0 : errno == error;
        if (errno == 0) {
            failures++;
            boolean soon = recoveries > 0 && now - overAt < STEADY_NANOS;
            pause = soon ? Math.min(2 * pause, LONGEST_PAUSE_NANOS) : retry;
        }
        errno = error;
        if (!told) {
            String meanwhile = hasFallback
                    ? "its lines go to stdout until it works again"
                    : "what is for it is buffered, then dropped, until it works again";
            journal.warn("cannot write to " + name + ": " + Errno.text(error) + " (" + meanwhile + ")");
            events.changed();
        }
        return now + pause;
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
    void over(long now) {
        overAt = errno == 0 ? overAt : now;
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
