package dev.podvisor.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The complete desired state. It is replaced, never edited.
 *
 * @param terminationGracePeriodSeconds the Pod's own value: a stop of everything takes at most this less
 *     {@link #STOP_RESERVE_SECONDS}
 */
public record ProcessSetSpec(
        int terminationGracePeriodSeconds,
        List<ProcessSpec> processes,
        List<SignalRule> signals,
        CgroupPolicy cgroupPolicy,
        UsageSpec usage,
        Optional<LoggingSpec> logging,
        Optional<HttpSpec> http) {

    /** Kept back from the grace period, so that podvisor has ended before the kubelet's SIGKILL. */
    public static final int STOP_RESERVE_SECONDS = 2;

    /** The most replicas of all processes together. */
    public static final int MAX_REPLICAS = 1000;

    /** The shape of {@code spec}. */
    public static final Shape<ProcessSetSpec> SHAPE = new Shape<>(
            "ProcessSetSpec",
            "What should run.",
            List.of(
                    Field.optional(
                            "terminationGracePeriodSeconds",
                            new Type.Whole(0, 86_400, "seconds"),
                            30,
                            "The Pod's own value; stopping everything takes at most 2 seconds less."),
                    Field.required(
                            "processes",
                            new Type.Many(new Type.Nested(ProcessSpec.SHAPE), 1, MAX_REPLICAS),
                            "The processes, each with a name of its own."),
                    Field.optional(
                            "signals",
                            new Type.Many(new Type.Nested(SignalRule.SHAPE), 0, 3),
                            "What to do with signals that podvisor receives; without a rule SIGUSR1 opens files of logs anew."),
                    Field.optional(
                            "cgroupPolicy",
                            Type.choice(CgroupPolicy.class),
                            "Preferred",
                            "Whether each replica gets a cgroup of its own: Required ends podvisor where that cannot be,"
                                    + " Preferred warns and goes on without limits, Disabled does not try; read once, at the start."),
                    Field.optional("usage", new Type.Nested(UsageSpec.SHAPE), Map.of(), "How usage is measured."),
                    Field.optional(
                            "logging",
                            new Type.Nested(() -> LoggingSpec.SHAPE, null),
                            "Where logs go; when absent, the output of processes as text on stdout and podvisor's own log on"
                                    + " stderr."),
                    Field.optional(
                            "http",
                            new Type.Nested(HttpSpec.SHAPE),
                            "An HTTP port for Prometheus; http: {} opens 9180, none is open when absent.")),
            v -> new ProcessSetSpec(
                    v.whole("terminationGracePeriodSeconds"),
                    v.list("processes"),
                    v.list("signals"),
                    v.get("cgroupPolicy"),
                    v.get("usage"),
                    v.find("logging"),
                    v.find("http")));

    /** A set with the defaults of everything else. */
    public static ProcessSetSpec of(
            int terminationGracePeriodSeconds, List<ProcessSpec> processes, List<SignalRule> signals) {
        return SHAPE.build(Map.of(
                "terminationGracePeriodSeconds",
                terminationGracePeriodSeconds,
                "processes",
                processes,
                "signals",
                signals));
    }

    public ProcessSetSpec {
        processes = List.copyOf(processes);
        signals = List.copyOf(signals);
    }

    /**
     * How long a stop of everything may take: the grace period less the reserve, but at least half of it, so that a short
     * grace period still leaves time for the stop signal to be heeded.
     */
    public Duration stopBudget() {
        Duration whole = Duration.ofSeconds(terminationGracePeriodSeconds);
        Duration budget = whole.minusSeconds(STOP_RESERVE_SECONDS);
        Duration half = Duration.ofMillis(terminationGracePeriodSeconds * 500L); // dividedBy loads BigDecimal: 15 ms
        return budget.compareTo(half) > 0 ? budget : half;
    }

    /** How many replicas all processes have together. */
    public int replicas() {
        int sum = 0;
        for (ProcessSpec process : processes) {
            sum += process.replicas();
        }
        return sum;
    }

    /** The same with other processes. */
    public ProcessSetSpec withProcesses(List<ProcessSpec> others) {
        return new ProcessSetSpec(terminationGracePeriodSeconds, others, signals, cgroupPolicy, usage, logging, http);
    }

    public Optional<ProcessSpec> process(String name) {
        return processes.stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
