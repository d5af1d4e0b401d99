package dev.podvisor.logs;

import java.time.Duration;

/** Waiting for a thread to end. */
final class Threads {

    private Threads() {}

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
