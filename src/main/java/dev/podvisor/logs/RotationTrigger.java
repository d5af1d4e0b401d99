package dev.podvisor.logs;

import java.time.Duration;

/** When a file is rotated, and which of its backups are too old. Pure. */
final class RotationTrigger {

    private RotationTrigger() {}

    /** Whether a file of so many bytes is too large for the next ones; an empty one takes whatever comes. */
    static boolean isDue(long size, long next, long maxSize) {
        return size + next > maxSize;
    }

    /** Whether a backup, last written at one time, is to be removed at another; both in milliseconds since 1970. */
    static boolean isTooOld(long writtenAt, long now, int maxAgeDays) {
        return now - writtenAt > Duration.ofDays(maxAgeDays).toMillis();
    }
}
