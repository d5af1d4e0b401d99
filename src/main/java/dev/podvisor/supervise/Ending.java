package dev.podvisor.supervise;

import java.time.Duration;

/**
 * How podvisor itself ends: its exit code, and why, for {@code /dev/termination-log}.
 *
 * @param timeLeft how long it may take to write out what the processes have printed
 */
public record Ending(int exitCode, String message, Duration timeLeft) {}
