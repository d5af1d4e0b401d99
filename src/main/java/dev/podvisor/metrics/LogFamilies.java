package dev.podvisor.metrics;

import static dev.podvisor.metrics.Family.counter;
import static dev.podvisor.metrics.Family.gauge;
import static dev.podvisor.metrics.Family.replica;

import dev.podvisor.status.LogCounts;
import dev.podvisor.status.LogOutputStatus;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What became of what replicas printed, and how the outputs do. */
final class LogFamilies {

    private static final String NONE = "";
    private static final List<String> OUTPUT = List.of("output");

    static final List<Family> ALL = List.of(
            counter(
                    "podvisor_log_lines_total",
                    NONE,
                    replica(),
                    "Lines that the replica has printed.",
                    NONE,
                    each(LogCounts::lines)),
            counter(
                    "podvisor_log_bytes_total",
                    "bytes",
                    replica(),
                    "Bytes that the replica has printed.",
                    NONE,
                    each(LogCounts::bytes)),
            counter(
                    "podvisor_log_filtered_total",
                    NONE,
                    replica(),
                    "Lines left out by level or pattern, as the spec wants.",
                    NONE,
                    each(LogCounts::filtered)),
            counter(
                    "podvisor_log_truncated_total",
                    NONE,
                    replica(),
                    "Lines whose end was cut off.",
                    NONE,
                    each(LogCounts::truncated)),
            counter(
                    "podvisor_log_dropped_total",
                    NONE,
                    replica("reason"),
                    "Lines lost, once for each output: without room (Pressure), more than allowed (RateLimit), unwritten at its end (Closed).",
                    NONE,
                    View.each((subject, into) -> {
                        LogCounts logs = subject.replica().logs();
                        into.add(subject.labels(), "reason", "Closed", logs.droppedAtClose());
                        into.add(subject.labels(), "reason", "Pressure", logs.droppedByPressure());
                        into.add(subject.labels(), "reason", "RateLimit", logs.droppedByRateLimit());
                    })),
            gauge(
                    "podvisor_log_output_working",
                    NONE,
                    OUTPUT,
                    "1 while the output takes lines, 0 while it refuses them.",
                    NONE,
                    output(output -> StateFamilies.bit(output.problem().isEmpty()))),
            counter(
                    "podvisor_log_output_bytes_total",
                    "bytes",
                    OUTPUT,
                    "Bytes that the output has taken.",
                    NONE,
                    output(LogOutputStatus::bytes)),
            counter(
                    "podvisor_log_output_dropped_total",
                    NONE,
                    OUTPUT,
                    "Lines that the output had no room for.",
                    NONE,
                    output(LogOutputStatus::dropped)),
            counter(
                    "podvisor_log_output_fallback_total",
                    NONE,
                    OUTPUT,
                    "Lines for the output that went to stdout, since it refused them.",
                    NONE,
                    output(LogOutputStatus::diverted)),
            counter(
                    "podvisor_log_output_failures_total",
                    NONE,
                    OUTPUT,
                    "How often the output began to refuse lines.",
                    NONE,
                    output(LogOutputStatus::failures)),
            counter(
                    "podvisor_log_output_recoveries_total",
                    NONE,
                    OUTPUT,
                    "How often the output took lines again after that.",
                    NONE,
                    output(LogOutputStatus::recoveries)));

    private LogFamilies() {}

    private static Family.Source each(ToDoubleFunction<LogCounts> value) {
        return View.each((subject, into) ->
                into.add(subject.labels(), value.applyAsDouble(subject.replica().logs())));
    }

    private static Family.Source output(ToDoubleFunction<LogOutputStatus> value) {
        return (view, into) -> {
            for (LogOutputStatus output : view.status().outputs()) {
                into.add(Labels.of("output", output.name()), value.applyAsDouble(output));
            }
        };
    }
}
