package dev.podvisor.metrics;

import static dev.podvisor.metrics.Family.counter;
import static dev.podvisor.metrics.Family.gauge;
import static dev.podvisor.metrics.Family.replica;

import dev.podvisor.status.NetworkUsage;
import dev.podvisor.status.Usage;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/** What the tree of a replica uses, from /proc. */
final class UsageFamilies {

    private static final String NONE = "";
    private static final String UNMEASURED = "before the first sample, and where /proc does not say";
    private static final String SAME_NETWORK = "while the tree is in the network namespace of podvisor";
    private static final double MICROS = 1e6;

    static final List<Family> ALL = List.of(
            counter(
                    "podvisor_process_cpu_seconds_total",
                    "seconds",
                    replica(),
                    "CPU time of the whole tree, user and system, ended processes included.",
                    UNMEASURED,
                    View.eachUsage((usage, labels, into) -> into.add(labels, cpu(usage)))),
            counter(
                    "podvisor_process_cpu_mode_seconds_total",
                    "seconds",
                    replica("mode"),
                    "CPU time of the whole tree in mode user or system.",
                    UNMEASURED,
                    View.eachUsage((usage, labels, into) -> {
                        into.add(labels, "mode", "system", seconds(usage.cpuSystemMicros()));
                        into.add(labels, "mode", "user", seconds(usage.cpuUserMicros()));
                    })),
            gauge(
                    "podvisor_process_memory_bytes",
                    "bytes",
                    replica("type"),
                    "Memory of the whole tree: resident (rss), virtual (vsz), swapped out (swap). Shared pages count for each process.",
                    UNMEASURED,
                    View.eachUsage((usage, labels, into) -> memory(usage, labels, into))),
            counter(
                    "podvisor_process_io_read_bytes_total",
                    "bytes",
                    replica(),
                    "Bytes that the tree had read from storage.",
                    UNMEASURED,
                    View.eachUsage((usage, labels, into) -> into.add(labels, usage.ioReadBytes()))),
            counter(
                    "podvisor_process_io_write_bytes_total",
                    "bytes",
                    replica(),
                    "Bytes that the tree had written to storage.",
                    UNMEASURED,
                    View.eachUsage((usage, labels, into) -> into.add(labels, usage.ioWriteBytes()))),
            gauge(
                    "podvisor_process_fds_open",
                    NONE,
                    replica(),
                    "Open file descriptors of the whole tree.",
                    UNMEASURED,
                    View.eachUsage((usage, labels, into) -> into.add(labels, usage.fds()))),
            gauge(
                    "podvisor_process_threads",
                    NONE,
                    replica(),
                    "Threads of the whole tree.",
                    UNMEASURED,
                    View.eachUsage((usage, labels, into) -> into.add(labels, usage.threads()))),
            gauge(
                    "podvisor_process_processes",
                    NONE,
                    replica(),
                    "Processes in the tree.",
                    UNMEASURED,
                    View.eachUsage((usage, labels, into) -> into.add(labels, usage.processes()))),
            counter(
                    "podvisor_process_network_receive_bytes_total",
                    "bytes",
                    replica("interface"),
                    "Bytes received in the network namespace of the tree.",
                    SAME_NETWORK,
                    View.eachUsage((usage, labels, into) -> received(usage.network(), labels, into))),
            counter(
                    "podvisor_process_network_transmit_bytes_total",
                    "bytes",
                    replica("interface"),
                    "Bytes sent in the network namespace of the tree.",
                    SAME_NETWORK,
                    View.eachUsage((usage, labels, into) -> sent(usage.network(), labels, into))));

    private UsageFamilies() {}

    /** Of a time that may be unknown. */
    static double seconds(long micros) {
        return micros < 0 ? Usage.UNKNOWN : micros / MICROS;
    }

    static double cpu(Usage usage) {
        boolean known = usage.cpuUserMicros() >= 0 && usage.cpuSystemMicros() >= 0;
        return known ? seconds(usage.cpuUserMicros() + usage.cpuSystemMicros()) : Usage.UNKNOWN;
    }

    static void memory(Usage usage, Labels labels, Series into) {
        into.add(labels, "type", "rss", usage.rssBytes());
        into.add(labels, "type", "swap", usage.swapBytes());
        into.add(labels, "type", "vsz", usage.vszBytes());
    }

    static void received(List<NetworkUsage> network, Labels labels, Series into) {
        for (NetworkUsage one : network) {
            into.add(labels, "interface", one.name(), one.receiveBytes());
        }
    }

    static void sent(List<NetworkUsage> network, Labels labels, Series into) {
        for (NetworkUsage one : network) {
            into.add(labels, "interface", one.name(), one.transmitBytes());
        }
    }
}
