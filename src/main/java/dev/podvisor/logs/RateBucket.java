package dev.podvisor.logs;

import dev.podvisor.spec.LineRate;

/**
 * How many lines a replica may still print: a bucket that fills by so many a second, up to a burst. A line that consists of
 * several is taken while there is room for one, and is paid for by those that follow. For one thread.
 */
final class RateBucket {

    private static final double NANOS = 1e9;

    private final double perNano;
    private final double burst;
    private double left;
    private long since;
    private boolean begun;

    RateBucket(LineRate rate) {
        perNano = rate.linesPerSecond() / NANOS;
        burst = rate.burst().orElse((int) Math.min(2L * rate.linesPerSecond(), Integer.MAX_VALUE));
        left = burst;
    }

    /** Whether there is room for so many lines that belong together; if so they are counted. */
    boolean take(int lines, long nanoTime) {
        if (begun && nanoTime - since > 0) {
            left = Math.min(burst, left + (nanoTime - since) * perNano);
            since = nanoTime;
        } else if (!begun) {
            since = nanoTime;
            begun = true;
        }
        if (left < 1) {
            return false;
        }
        left -= lines;
        return true;
    }

    /** Further pieces of a line that was let through. */
    void more(int lines) {
        left -= lines;
    }
}
