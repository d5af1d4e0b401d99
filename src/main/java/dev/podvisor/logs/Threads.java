package dev.podvisor.logs;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/** Waiting for threads. */
final class Threads {

    private Threads() {}

    /** Waits for a signal; yields the nanoseconds left. Nobody interrupts our own threads, and none may end for it. */
    static long pause(Condition condition, long nanos) {
        try {
            return condition.awaitNanos(nanos);
        } catch (InterruptedException ignored) {
            return nanos;
        }
    }

    /** Waits for a started thread; false when it has not ended in time, or this thread was interrupted. */
    static boolean join(Thread thread, Duration atMost) {
        try {
            return thread.join(atMost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
