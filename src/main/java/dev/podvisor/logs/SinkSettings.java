package dev.podvisor.logs;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How a sink behaves.
 *
 * @param capacityBytes size of its buffer, at least twice that of the longest line; its mark is the half of it
 * @param patience how long {@link OutputSink#write} waits for a target that takes nothing, by {@code nanoTime}
 * @param retry when to try again after a failure, in real time
 */
public record SinkSettings(int capacityBytes, Duration patience, Duration retry, LongSupplier nanoTime) {

    /** A patience of 5 s, a retry every second. */
    public static SinkSettings defaults(int capacityBytes) {
        return new SinkSettings(capacityBytes, Duration.ofSeconds(5), Duration.ofSeconds(1), new SystemNanoTime());
    }

    public SinkSettings {
        if (capacityBytes < 2 * Batch.LARGEST_LINE) {
            throw new IllegalArgumentException(
                    "cannot buffer output in " + capacityBytes + " bytes: a line may have " + Batch.LARGEST_LINE);
        }
    }
}
