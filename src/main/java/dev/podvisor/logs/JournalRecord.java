package dev.podvisor.logs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message of the supervisor or of a library in it, as it was when it was made. */
record JournalRecord(
        Instant time,
        Severity severity,
        String logger,
        String message,
        @Nullable Throwable problem) {

    /** Logback's levels under names of our own, so that making a record loads nothing of Logback. */
    enum Severity {
        INFO,
        WARN,
        ERROR
    }
}
