package dev.podvisor.status;

import java.time.Instant;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param exitCode 0 to 255; 128 + the signal's number when a signal ended it; 126 or 127 when the program could not be
 *     executed or found, 125 when the start failed for another reason
 * @param signal the number of the signal that ended it, 0 for none
 * @param reason one CamelCase word: {@code Completed}, {@code Error}, {@code Signaled}, {@code OOMKilled},
 *     {@code MemoryLimit} or {@code StartError}
 * @param message a sentence for people; may be empty
 * @param startedAt absent when it never started
 * @param oomKill present when the reason is {@code OOMKilled}
 */
public record Termination(
        int exitCode,
        int signal,
        String reason,
        String message,
        Optional<Instant> startedAt,
        Instant finishedAt,
        Optional<OomKill> oomKill) {}
