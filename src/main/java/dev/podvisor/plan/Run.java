package dev.podvisor.plan;

import java.time.Instant;

/**
 * One start of a replica that has a live process, or had one whose tree is still to be cleaned up.
 *
 * @param id unique within this supervisor
 * @param pid of its first process, which leads its session and process group
 * @param startedNanos on the monotonic clock, for decisions
 * @param startedAt on the wall clock, for people
 */
public record Run(long id, int pid, long startedNanos, Instant startedAt) {}
