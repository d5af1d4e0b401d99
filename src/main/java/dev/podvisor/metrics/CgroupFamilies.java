package dev.podvisor.metrics;

import static dev.podvisor.metrics.Family.counter;
import static dev.podvisor.metrics.Family.gauge;
import static dev.podvisor.metrics.Family.replica;
import static dev.podvisor.metrics.UsageFamilies.seconds;

import java.util.List;

/** What the cgroup of a replica knows. */
final class CgroupFamilies {

    private static final String NONE = "";
    private static final String NO_CGROUP = "without a cgroup of its own";
    private static final String NO_QUOTA = NO_CGROUP + ", or without its cpu controller";
    private static final String NO_PRESSURE = NO_CGROUP + ", or where the kernel has no pressure information";

    static final List<Family> ALL = List.of(
            gauge(
                    "podvisor_process_cgroup_memory_bytes",
                    "bytes",
                    replica(),
                    "Memory that counts against the limit: also page cache and kernel memory.",
                    NO_CGROUP + ", or without its memory controller",
                    View.eachCgroup((cgroup, labels, into) -> into.add(labels, cgroup.memoryBytes()))),
            gauge(
                    "podvisor_process_cgroup_memory_peak_bytes",
                    "bytes",
                    replica(),
                    "The most that it was in the current run.",
                    NO_CGROUP + ", or before Linux 5.19",
                    View.eachCgroup((cgroup, labels, into) -> into.add(labels, cgroup.memoryPeakBytes()))),
            counter(
                    "podvisor_process_cpu_periods_total",
                    NONE,
                    replica(),
                    "Periods of the CPU limit that have passed.",
                    NO_QUOTA,
                    View.eachCgroup((cgroup, labels, into) -> into.add(labels, cgroup.periods()))),
            counter(
                    "podvisor_process_cpu_throttled_periods_total",
                    NONE,
                    replica(),
                    "Periods in which the CPU limit held the tree back.",
                    NO_QUOTA,
                    View.eachCgroup((cgroup, labels, into) -> into.add(labels, cgroup.throttledPeriods()))),
            counter(
                    "podvisor_process_cpu_throttled_seconds_total",
                    "seconds",
                    replica(),
                    "For how long the CPU limit held the tree back, summed over its threads.",
                    NO_QUOTA,
                    View.eachCgroup((cgroup, labels, into) -> into.add(labels, seconds(cgroup.throttledMicros())))),
            counter(
                    "podvisor_process_pressure_waiting_seconds_total",
                    "seconds",
                    replica("resource"),
                    "For how long at least one task of the tree waited for the resource.",
                    NO_PRESSURE,
                    View.eachCgroup((cgroup, labels, into) -> {
                        into.add(
                                labels,
                                "resource",
                                "cpu",
                                seconds(cgroup.pressure().cpuSomeMicros()));
                        into.add(
                                labels,
                                "resource",
                                "io",
                                seconds(cgroup.pressure().ioSomeMicros()));
                        into.add(
                                labels,
                                "resource",
                                "memory",
                                seconds(cgroup.pressure().memorySomeMicros()));
                    })),
            counter(
                    "podvisor_process_pressure_stalled_seconds_total",
                    "seconds",
                    replica("resource"),
                    "For how long every task of the tree waited for the resource.",
                    NO_PRESSURE,
                    View.eachCgroup((cgroup, labels, into) -> {
                        into.add(
                                labels,
                                "resource",
                                "io",
                                seconds(cgroup.pressure().ioFullMicros()));
                        into.add(
                                labels,
                                "resource",
                                "memory",
                                seconds(cgroup.pressure().memoryFullMicros()));
                    })));

    private CgroupFamilies() {}
}
