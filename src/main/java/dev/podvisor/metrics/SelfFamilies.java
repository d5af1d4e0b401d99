package dev.podvisor.metrics;

import static dev.podvisor.metrics.Family.counter;
import static dev.podvisor.metrics.Family.gauge;
import static dev.podvisor.metrics.StateFamilies.bit;

import dev.podvisor.status.LimitsStatus;
import dev.podvisor.status.SpecStatus;
import dev.podvisor.status.Usage;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Podvisor itself, and the container around it. */
final class SelfFamilies {

    private static final String NONE = "";
    private static final String UNMEASURED = "before the first sample";

    static final List<Family> ALL = List.of(
            gauge(
                    "podvisor_ready",
                    NONE,
                    List.of(),
                    "Whether every process that is not BestEffort is ready or has completed (1) or not (0).",
                    NONE,
                    (view, into) -> into.add(Labels.EMPTY, bit(view.status().ready()))),
            gauge(
                    "podvisor_limits_state",
                    NONE,
                    List.of("mode"),
                    "1 for how far limits are in force (Enforced, Partial or Unenforced), 0 for the others.",
                    NONE,
                    SelfFamilies::limits),
            counter(
                    "podvisor_spec_reloads_total",
                    NONE,
                    List.of("result"),
                    "New versions of the spec since the start that were taken or rejected.",
                    NONE,
                    SelfFamilies::reloads),
            gauge(
                    "podvisor_spec_problems",
                    NONE,
                    List.of(),
                    "Problems of the newest version of the spec, for which the one before stays in force; 0 when there are none.",
                    NONE,
                    (view, into) -> into.add(
                            Labels.EMPTY, view.status().spec().problems().size())),
            counter(
                    "podvisor_internal_errors_total",
                    NONE,
                    List.of(),
                    "Errors inside podvisor that were contained.",
                    NONE,
                    (view, into) -> into.add(Labels.EMPTY, view.status().internalErrors())),
            counter(
                    "podvisor_network_receive_bytes_total",
                    "bytes",
                    List.of("interface"),
                    "Bytes received by the container, that is in the network namespace of podvisor.",
                    "where /proc does not say",
                    (view, into) -> UsageFamilies.received(view.status().network(), Labels.EMPTY, into)),
            counter(
                    "podvisor_network_transmit_bytes_total",
                    "bytes",
                    List.of("interface"),
                    "Bytes sent by the container.",
                    "where /proc does not say",
                    (view, into) -> UsageFamilies.sent(view.status().network(), Labels.EMPTY, into)),
            counter(
                    "podvisor_self_cpu_seconds_total",
                    "seconds",
                    List.of(),
                    "CPU time of podvisor itself.",
                    UNMEASURED,
                    self((usage, labels, into) -> into.add(labels, UsageFamilies.cpu(usage)))),
            gauge(
                    "podvisor_self_memory_bytes",
                    "bytes",
                    List.of("type"),
                    "Memory of podvisor itself: resident (rss), virtual (vsz), swapped out (swap).",
                    UNMEASURED,
                    self(UsageFamilies::memory)),
            gauge(
                    "podvisor_self_fds_open",
                    NONE,
                    List.of(),
                    "Open file descriptors of podvisor itself.",
                    UNMEASURED,
                    self((usage, labels, into) -> into.add(labels, usage.fds()))),
            gauge(
                    "podvisor_self_threads",
                    NONE,
                    List.of(),
                    "Threads of podvisor itself.",
                    UNMEASURED,
                    self((usage, labels, into) -> into.add(labels, usage.threads()))),
            gauge(
                    "podvisor_start_time_seconds",
                    "seconds",
                    List.of(),
                    "When podvisor began, in seconds since 1970.",
                    NONE,
                    (view, into) -> into.add(
                            Labels.EMPTY, StateFamilies.seconds(view.status().startedAt()))),
            new Family(
                    Family.Kind.Info,
                    "podvisor_build_info",
                    NONE,
                    List.of("version", "java"),
                    "What is running; always 1.",
                    NONE,
                    (view, into) -> into.add(Build.LABELS, 1)));

    private SelfFamilies() {}

    private static Family.Source self(View.Measured<Usage> source) {
        return (view, into) -> view.status().self().ifPresent(usage -> source.read(usage, Labels.EMPTY, into));
    }

    private static void limits(View view, Series into) {
        for (LimitsStatus.Mode mode : LimitsStatus.Mode.values()) {
            into.add(
                    Labels.EMPTY,
                    "mode",
                    mode.name(),
                    bit(view.status().limits().mode() == mode));
        }
    }

    /** The first spec is no reload. */
    private static void reloads(View view, Series into) {
        SpecStatus spec = view.status().spec();
        into.add(Labels.EMPTY, "result", "rejected", spec.rejected());
        into.add(Labels.EMPTY, "result", "taken", Math.max(0, spec.generation() - 1));
    }

    /** Read once: it does not change. */
    private static final class Build {

        static final Labels LABELS =
                Labels.of("version", version(), "java", Runtime.version().toString());

        /** From the manifest of the jar; there is none in a test. */
        private static String version() {
            @Nullable String version = SelfFamilies.class.getPackage().getImplementationVersion();
            return version == null ? "unknown" : version;
        }
    }
}
