package dev.podvisor.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run of a process, with all its descendants, may use at most; what is absent is not limited. Each names the file of the
 * run's cgroup that it is written to (Documentation/admin-guide/cgroup-v2.rst of the kernel).
 *
 * @param cpu cpu.max
 * @param cpuBurst cpu.max.burst
 * @param memory memory.max
 * @param memoryHigh memory.high
 * @param swap memory.swap.max: on top of memory
 * @param pids pids.max: processes and threads
 * @param io io.max
 */
public record ResourceLimits(
        Optional<Amount> cpu,
        Optional<Amount> cpuBurst,
        Optional<Amount> memory,
        Optional<Amount> memoryHigh,
        Optional<Amount> swap,
        OptionalInt pids,
        List<IoLimit> io) {

    /** Less than this cannot hold a process. */
    static final long LEAST_MEMORY = 1 << 20;

    static final Shape<ResourceLimits> SHAPE = new Shape<>(
            "ResourceLimits",
            "What each replica, with all its descendants, may use at most.",
            List.of(
                    Field.optional("cpu", Type.cores(1, true), "Cores; more is held back (cpu.max)."),
                    Field.optional(
                            "cpuBurst",
                            Type.cores(0, false),
                            "Unused cores that may be saved up and spent at once, at most cpu (cpu.max.burst)."),
                    Field.optional(
                            "memory",
                            Type.memory(LEAST_MEMORY, true),
                            "Memory; what needs more is killed, see oomPolicy (memory.max)."),
                    Field.optional(
                            "memoryHigh",
                            Type.memory(LEAST_MEMORY, true),
                            "Memory from which on it is slowed down and its caches are taken back (memory.high)."),
                    Field.optional(
                            "swap", Type.memory(0, false), "Swap on top of memory; \"0\" for none (memory.swap.max)."),
                    Field.optional(
                            "pids",
                            new Type.Whole(1, 4_194_304, ""),
                            "Processes and threads; fork fails beyond (pids.max)."),
                    Field.optional(
                            "io",
                            new Type.Many(new Type.Nested(IoLimit.SHAPE), 0, 100),
                            "Rates of block devices (io.max).")),
            v -> new ResourceLimits(
                    v.find("cpu"),
                    v.find("cpuBurst"),
                    v.find("memory"),
                    v.find("memoryHigh"),
                    v.find("swap"),
                    v.optionalWhole("pids"),
                    v.list("io")));

    public ResourceLimits {
        io = List.copyOf(io);
    }

    /** Whether nothing is limited. */
    boolean isEmpty() {
        return cpu.isEmpty()
                && cpuBurst.isEmpty()
                && memory.isEmpty()
                && memoryHigh.isEmpty()
                && swap.isEmpty()
                && pids.isEmpty()
                && io.isEmpty();
    }
}
