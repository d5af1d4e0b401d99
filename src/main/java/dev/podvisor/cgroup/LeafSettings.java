package dev.podvisor.cgroup;

import java.util.List;

/**
 * What a leaf is to be held to, in absolute values: percentages and quantities are resolved. Immutable.
 *
 * @param cpuQuota microseconds of CPU time in each period, {@link #MAX} for unlimited ({@code cpu.max}; the kernel takes from 1000 on)
 * @param cpuPeriod microseconds, 1000 to 1,000,000
 * @param cpuBurst microseconds of unused quota that may be saved up, at most the quota ({@code cpu.max.burst}, Linux 5.14)
 * @param cpuWeight share of the CPU against the other leaves, 1 to 10,000 ({@code cpu.weight})
 * @param memoryMax bytes; at the limit the kernel reclaims, then kills ({@code memory.max})
 * @param memoryHigh bytes; above it the kernel reclaims and throttles ({@code memory.high})
 * @param memoryLow bytes that are reclaimed only when nothing unprotected is left ({@code memory.low})
 * @param memoryMin bytes that are never reclaimed ({@code memory.min})
 * @param swapMax bytes of swap in addition to memory ({@code memory.swap.max})
 * @param pidsMax processes and threads ({@code pids.max})
 * @param oomGroup whether running out of memory ends the whole leaf instead of one process ({@code memory.oom.group})
 * @param io limits by device; a device that is not named has none
 */
public record LeafSettings(
        long cpuQuota,
        long cpuPeriod,
        long cpuBurst,
        int cpuWeight,
        long memoryMax,
        long memoryHigh,
        long memoryLow,
        long memoryMin,
        long swapMax,
        long pidsMax,
        boolean oomGroup,
        List<IoLimit> io) {

    /** No limit. */
    public static final long MAX = ControlFile.MAX;

    /** What the kernel gives a cgroup that nobody has written to. */
    public static final LeafSettings NONE = new Builder().build();

    public LeafSettings {
        io = List.copyOf(io);
        if (cpuQuota < 1 || cpuPeriod < 1 || cpuBurst < 0) {
            throw new IllegalArgumentException("cannot use a cpu quota or period below 1, or a burst below 0");
        }
        if (cpuWeight < Weights.MIN || cpuWeight > Weights.MAX) {
            throw new IllegalArgumentException("cannot use cpu weight " + cpuWeight + ": it is not from 1 to 10000");
        }
        if (memoryMax < 0 || memoryHigh < 0 || memoryLow < 0 || memoryMin < 0 || swapMax < 0 || pidsMax < 0) {
            throw new IllegalArgumentException("cannot use a negative limit");
        }
    }

    /** Starts from {@link #NONE}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; units as the components of {@link LeafSettings} have them. Not thread-safe. */
    public static final class Builder {

        private long cpuQuota = MAX;
        private long cpuPeriod = 100_000;
        private long cpuBurst;
        private int cpuWeight = Weights.DEFAULT;
        private long memoryMax = MAX;
        private long memoryHigh = MAX;
        private long memoryLow;
        private long memoryMin;
        private long swapMax = MAX;
        private long pidsMax = MAX;
        private boolean oomGroup;
        private List<IoLimit> io = List.of();

        private Builder() {}

        public Builder cpu(long quotaMicros, long periodMicros) {
            cpuQuota = quotaMicros;
            cpuPeriod = periodMicros;
            return this;
        }

        public Builder cpuBurst(long micros) {
            cpuBurst = micros;
            return this;
        }

        public Builder cpuWeight(int weight) {
            cpuWeight = weight;
            return this;
        }

        public Builder memoryMax(long bytes) {
            memoryMax = bytes;
            return this;
        }

        public Builder memoryHigh(long bytes) {
            memoryHigh = bytes;
            return this;
        }

        public Builder memoryLow(long bytes) {
            memoryLow = bytes;
            return this;
        }

        public Builder memoryMin(long bytes) {
            memoryMin = bytes;
            return this;
        }

        public Builder swapMax(long bytes) {
            swapMax = bytes;
            return this;
        }

        public Builder pidsMax(long count) {
            pidsMax = count;
            return this;
        }

        public Builder oomGroup(boolean together) {
            oomGroup = together;
            return this;
        }

        public Builder io(List<IoLimit> limits) {
            io = limits;
            return this;
        }

        public LeafSettings build() {
            return new LeafSettings(
                    cpuQuota,
                    cpuPeriod,
                    cpuBurst,
                    cpuWeight,
                    memoryMax,
                    memoryHigh,
                    memoryLow,
                    memoryMin,
                    swapMax,
                    pidsMax,
                    oomGroup,
                    io);
        }
    }
}
