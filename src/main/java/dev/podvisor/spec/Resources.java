package dev.podvisor.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits and requests of each replica of a process, as of a container in a Pod.
 *
 * @param memoryWatchdog resident memory of a replica's whole tree above which it is stopped and started anew; it is sampled, and
 *     needs no cgroup
 */
public record Resources(ResourceLimits limits, ResourceRequests requests, Optional<Amount> memoryWatchdog) {

    /** Nothing asked for. */
    public static final Resources NONE;

    static final Shape<Resources> SHAPE = new Shape<>(
            "Resources",
            "Limits and requests, as of a container in a Pod; each replica has them for itself.",
            List.of(
                    Field.optional(
                            "limits", new Type.Nested(ResourceLimits.SHAPE), Map.of(), "What it may use at most."),
                    Field.optional(
                            "requests",
                            new Type.Nested(ResourceRequests.SHAPE),
                            Map.of(),
                            "What it should have when others want more than there is."),
                    Field.optional(
                            "memoryWatchdog",
                            Type.memory(ResourceLimits.LEAST_MEMORY, false),
                            "Resident memory of all its processes above which it is stopped and started anew; sampled with"
                                    + " spec.usage, and needs no cgroup.")),
            v -> new Resources(v.get("limits"), v.get("requests"), v.find("memoryWatchdog")));

    /** Whether something here takes a cgroup; not by {@code equals}, whose first use costs the start of the first child 5 ms. */
    public boolean needsCgroup() {
        return !limits.isEmpty() || !requests.isEmpty();
    }

    /** The same with a watchdog. */
    public Resources withMemoryWatchdog(Amount most) {
        return new Resources(limits, requests, Optional.of(most));
    }

    static {
        NONE = SHAPE.build(Map.of());
    }
}
