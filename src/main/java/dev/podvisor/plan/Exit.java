package dev.podvisor.plan;

import java.time.Instant;

/**
 * How a run's first process ended.
 *
 * @param exitCode 0 to 255; 128 + signal when a signal ended it
 * @param signal the signal's number, 0 for none
 */
public record Exit(int exitCode, int signal, Instant at) {}
