package dev.podvisor.status;

import java.util.List;

/**
 * How far limits are in force.
 *
 * @param reasons why not all of them, a sentence each; empty when they are
 */
public record LimitsStatus(Mode mode, List<String> reasons, Protection memoryProtection) {

    /** Before anybody has looked. */
    public static final LimitsStatus UNKNOWN = new LimitsStatus(Mode.Unenforced, List.of(), Protection.None);

    /** How far. */
    public enum Mode {
        /** Every run is in a cgroup of its own, with every limit that was asked for. */
        Enforced,
        /** Some limits hold and some do not. */
        Partial,
        /** There are no cgroups: limits are only numbers. */
        Unenforced
    }

    /** Against whom {@code requests.memory} protects (memory.low, memory.min). */
    public enum Protection {
        /** Nobody. */
        None,
        /** The other processes of the container. */
        Siblings,
        /** Other containers of the node, too: the container itself is protected. */
        Full
    }

    public LimitsStatus {
        reasons = List.copyOf(reasons);
    }
}
