package dev.podvisor.status;

/**
 * A run that the kernel killed at its memory limit.
 *
 * @param limitBytes memory.max; {@link Usage#UNKNOWN} when there was none, and the container's limit was reached
 * @param peakBytes the most it used; {@link Usage#UNKNOWN} where the kernel does not say
 */
public record OomKill(long limitBytes, long peakBytes) {}
