package dev.podvisor.logs;

/**
 * Decides how long the pump had better wait before it looks again, so that many pipes with a line now and then, or one whose child
 * writes line by line, cost a fraction of the wake-ups: long enough for a read to yield a good part of what a pipe holds, and
 * shorter than it takes to fill one, or its child would have to wait. For one thread.
 */
final class Pace {

    private static final long MOST_NANOS = 1_000_000;

    /** Less is not worth it: a thread that sleeps is late by some 50 microseconds (PR_SET_TIMERSLACK of prctl(2)). */
    private static final long LEAST_NANOS = 20_000;

    /** Pipes that have something this soon again trickle. */
    private static final long SOON_NANOS = 250_000;

    // Of the 64 KiB that a pipe usually holds (pipe(7)).
    private static final int LITTLE = 12 * 1024;
    private static final int MUCH = 32 * 1024;

    private long pause;
    private int largest;

    /** A pipe has yielded so many bytes in this turn. */
    void read(int bytes) {
        largest = Math.max(largest, bytes);
    }

    /** How many nanoseconds to pause after a turn for which the pump had waited so long. */
    long pause(long waitedNanos) {
        int most = largest;
        largest = 0;
        if (waitedNanos >= SOON_NANOS) {
            return 0;
        }
        if (most >= MUCH) {
            pause /= 2;
        } else if (most < LITTLE) {
            pause = Math.clamp(2 * pause, LEAST_NANOS, MOST_NANOS);
        }
        return pause < LEAST_NANOS ? 0 : pause;
    }
}
