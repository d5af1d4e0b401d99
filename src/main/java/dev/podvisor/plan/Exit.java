package dev.podvisor.plan;

import dev.podvisor.status.OomKill;
import java.time.Instant;
import java.util.Optional;

/**
 * How a run's first process ended.
 *
 * @param exitCode 0 to 255; 128 + signal when a signal ended it
 * @param signal the signal's number, 0 for none
 * @param oomKill present when it was killed for lack of memory
 */
public record Exit(int exitCode, int signal, Instant at, Optional<OomKill> oomKill) {

    public Exit(int exitCode, int signal, Instant at) {
        this(exitCode, signal, at, Optional.empty());
    }
}
