package dev.podvisor.logs;

/**
 * Decides when the pump had better wait a millisecond before it looks again, so that many pipes with a line now and
 * then, or one whose child writes line by line, cost a tenth of the wake-ups. For one thread.
 */
final class Pace {

    static final long PAUSE_NANOS = 1_000_000;

    /** Pipes that have something this soon again trickle. */
    private static final long SOON_NANOS = 250_000;

    /** A pipe this full, half of the usual capacity, would block its child during a pause. */
    static final int FULL_BYTES = 32 * 1024;

    private static final long BUSY_NANOS = 100_000_000;

    private long busyUntil;
    private boolean busy;

    /** A read has yielded {@link #FULL_BYTES} or more. */
    void busy(long now) {
        busy = true;
        busyUntil = now + BUSY_NANOS;
    }

    /** Whether to pause after a turn for which the pump had waited so long. */
    boolean pause(long waitedNanos, long now) {
        if (busy && now - busyUntil < 0) {
            return false;
        }
        busy = false;
        return waitedNanos < SOON_NANOS;
    }
}
