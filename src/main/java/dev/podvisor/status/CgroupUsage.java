package dev.podvisor.status;

/**
 * What a cgroup knows about a run (Documentation/admin-guide/cgroup-v2.rst of the kernel); {@link Usage#UNKNOWN} where the kernel
 * does not say. Counters count since the start of the run.
 *
 * @param memoryBytes memory.current: page cache and kernel memory included
 * @param memoryPeakBytes memory.peak
 * @param periods periods of cpu.max that have passed
 * @param throttledPeriods those in which it was held back
 * @param throttledMicros for how long it was held back, in microseconds
 * @param pressure how long it waited for what was scarce
 */
public record CgroupUsage(
        long memoryBytes,
        long memoryPeakBytes,
        long periods,
        long throttledPeriods,
        long throttledMicros,
        Pressure pressure) {

    /**
     * Pressure stall information (Documentation/accounting/psi.rst), in microseconds: for how long at least one task (some), or
     * every one (full), waited for the resource.
     */
    public record Pressure(
            long cpuSomeMicros, long memorySomeMicros, long memoryFullMicros, long ioSomeMicros, long ioFullMicros) {

        /** A kernel without it. */
        public static final Pressure NONE =
                new Pressure(Usage.UNKNOWN, Usage.UNKNOWN, Usage.UNKNOWN, Usage.UNKNOWN, Usage.UNKNOWN);
    }
}
