package dev.podvisor.spec;

import java.util.List;
import java.util.Optional;

/**
 * What a run of a process should have when others want more than there is.
 *
 * @param cpu its weight against other processes, cpu.weight
 * @param memory memory.low: not reclaimed while anything else can be
 * @param memoryMin memory.min: never reclaimed
 */
public record ResourceRequests(Optional<Amount> cpu, Optional<Amount> memory, Optional<Amount> memoryMin) {

    static final Shape<ResourceRequests> SHAPE = new Shape<>(
            "ResourceRequests",
            "What each replica should have when others want more than there is.",
            List.of(
                    Field.optional(
                            "cpu",
                            Type.cores(1, true),
                            "Its weight against other processes when cores are scarce (cpu.weight)."),
                    Field.optional(
                            "memory",
                            Type.memory(0, true),
                            "Memory that is taken back last when the container is full (memory.low)."),
                    Field.optional(
                            "memoryMin",
                            Type.memory(0, true),
                            "Memory that is never taken back: others are killed instead (memory.min).")),
            v -> new ResourceRequests(v.find("cpu"), v.find("memory"), v.find("memoryMin")));

    /** Whether nothing is asked for. */
    boolean isEmpty() {
        return cpu.isEmpty() && memory.isEmpty() && memoryMin.isEmpty();
    }
}
