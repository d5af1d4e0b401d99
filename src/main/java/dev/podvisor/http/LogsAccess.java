package dev.podvisor.http;

import dev.podvisor.logs.RecentLog;
import java.util.function.IntSupplier;

/**
 * What the API has to do with logs. Thread-safe.
 *
 * @param recent what the processes have printed of late
 * @param reopen opens every log file anew, as SIGUSR1 does; yields how many there are
 */
public record LogsAccess(RecentLog recent, IntSupplier reopen) {

    /** Nothing. */
    static LogsAccess none() {
        return new LogsAccess(new RecentLog(), () -> 0);
    }
}
