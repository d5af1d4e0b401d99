package dev.podvisor.metrics;

import static dev.podvisor.metrics.Family.counter;
import static dev.podvisor.metrics.Family.gauge;
import static dev.podvisor.metrics.Family.replica;

import dev.podvisor.metrics.View.Subject;
import dev.podvisor.status.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a replica does and what has become of it. */
final class StateFamilies {

    /** Ordered as series are. */
    private static final List<State> STATES =
            Stream.of(State.values()).sorted(Comparator.comparing(State::name)).toList();

    private static final String NONE = "";
    private static final double MILLICORES = 1e3;
    private static final double NANOS = 1e9;

    /** Shown as 0 before there is one: what appears with 1 has not increased for Prometheus. */
    private static final List<String> REASONS =
            List.of("Completed", "Error", "MemoryLimit", "OOMKilled", "Signaled", "SpecChanged", "StartError");

    static final List<Family> ALL = List.of(
            gauge(
                    "podvisor_process_state",
                    NONE,
                    replica("state"),
                    "1 for the state that the replica is in, 0 for each other one.",
                    NONE,
                    View.each(StateFamilies::state)),
            gauge(
                    "podvisor_process_ready",
                    NONE,
                    replica(),
                    "Whether the replica is ready (1) or not (0).",
                    NONE,
                    View.each((subject, into) ->
                            into.add(subject.labels(), bit(subject.replica().ready())))),
            gauge(
                    "podvisor_process_paused",
                    NONE,
                    replica(),
                    "Whether the processes of the replica are held still (1) or not (0).",
                    NONE,
                    View.each((subject, into) ->
                            into.add(subject.labels(), bit(subject.replica().paused())))),
            gauge(
                    "podvisor_process_start_time_seconds",
                    "seconds",
                    replica(),
                    "When the current run began, in seconds since 1970.",
                    "while no run is alive",
                    View.each((subject, into) ->
                            subject.replica().startedAt().ifPresent(at -> into.add(subject.labels(), seconds(at))))),
            counter(
                    "podvisor_process_restarts_total",
                    NONE,
                    replica("reason"),
                    "Starts of the replica after its first, by the reason of the end before it.",
                    NONE,
                    View.each(StateFamilies::restarts)),
            counter(
                    "podvisor_process_oom_kills_total",
                    NONE,
                    replica(),
                    "Processes of the replica that the kernel killed for lack of memory.",
                    NONE,
                    View.each((subject, into) ->
                            into.add(subject.labels(), subject.replica().oomKills()))),
            gauge(
                    "podvisor_process_exit_code",
                    NONE,
                    replica(),
                    "Exit code of the newest run that has ended; 128 + n when signal n ended it.",
                    "before the first end",
                    View.each((subject, into) -> subject.replica()
                            .lastTermination()
                            .ifPresent(last -> into.add(subject.labels(), last.exitCode())))),
            gauge(
                    "podvisor_resource_limit_cpu_cores",
                    "cores",
                    replica(),
                    "CPU limit of the replica, enforced or not.",
                    "without a limit",
                    View.each((subject, into) -> subject.process()
                            .limits()
                            .cpuMillicores()
                            .ifPresent(limit -> into.add(subject.labels(), limit / MILLICORES)))),
            gauge(
                    "podvisor_resource_limit_memory_bytes",
                    "bytes",
                    replica(),
                    "Memory limit of the replica, enforced or not.",
                    "without a limit",
                    View.each((subject, into) -> subject.process()
                            .limits()
                            .memoryBytes()
                            .ifPresent(limit -> into.add(subject.labels(), limit)))));

    private StateFamilies() {}

    static double bit(boolean set) {
        return set ? 1 : 0;
    }

    static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / NANOS;
    }

    private static void state(Subject subject, Series into) {
        for (State state : STATES) {
            into.add(
                    subject.labels(),
                    "state",
                    state.name(),
                    bit(state == subject.replica().state()));
        }
    }

    private static void restarts(Subject subject, Series into) {
        Map<String, Integer> counts = subject.replica().restartReasons();
        for (String reason : REASONS) {
            into.add(subject.labels(), "reason", reason, counts.getOrDefault(reason, 0));
        }
        counts.forEach((reason, count) -> {
            if (!REASONS.contains(reason)) {
                into.add(subject.labels(), "reason", reason, count);
            }
        });
    }
}
