package dev.podvisor.codec;

import dev.podvisor.spec.Backoff;
import dev.podvisor.spec.HttpSpec;
import dev.podvisor.spec.LoggingSpec;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.spec.Type;
import dev.podvisor.spec.UsageSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code global} says for all processes and for the whole.
 *
 * @param shutdownSeconds how long a stop of everything may take
 * @param maxRestarts empty for no limit
 */
record ClassicGlobal(
        int shutdownSeconds,
        RestartPolicy policy,
        OptionalInt maxRestarts,
        Backoff backoff,
        UsageSpec usage,
        Optional<HttpSpec> http,
        Optional<LoggingSpec> logging) {

    static final int LONGEST_SECONDS = 86_400 - ProcessSetSpec.STOP_RESERVE_SECONDS;

    static final Type.Word<RestartPolicy> RESTART = new Type.Word<>(
            "one of", List.of("always", "on-failure", "never"), "always|on-failure|never", word -> switch (word) {
                case "always" -> RestartPolicy.Always;
                case "on-failure" -> RestartPolicy.OnFailure;
                default -> RestartPolicy.Never;
            });

    private static final int SHUTDOWN_SECONDS = 30;
    private static final int BACKOFF_MILLIS = 5_000;
    private static final int LONGEST_BACKOFF_MILLIS = 3_600_000;
    private static final int MAX_RESTARTS = 3;
    private static final int MOST_RESTARTS = 1_000_000;

    static ClassicGlobal read(ClassicContext context, ClassicMapping global) {
        global.check();
        ClassicMetrics metrics = new ClassicMetrics(global);
        int restarts =
                global.whole("max_restart_attempts", new Type.Whole(-MOST_RESTARTS, MOST_RESTARTS, ""), MAX_RESTARTS);
        return new ClassicGlobal(
                global.seconds("shutdown_timeout", 0, LONGEST_SECONDS, SHUTDOWN_SECONDS),
                global.<RestartPolicy>value("restart_policy", RESTART).orElse(RestartPolicy.Always),
                restarts < 0 ? OptionalInt.empty() : OptionalInt.of(restarts),
                backoff(global),
                metrics.usage(),
                metrics.http(),
                new ClassicLogging(context, global).read());
    }

    private static Backoff backoff(ClassicMapping global) {
        Backoff usual =
                ProcessSpec.of(Map.of("name", "any", "command", List.of("any"))).backoff();
        int first = global.millis("restart_backoff", LONGEST_BACKOFF_MILLIS, BACKOFF_MILLIS);
        return new Backoff(
                global.millis("restart_backoff_initial", LONGEST_BACKOFF_MILLIS, first),
                usual.factor(),
                global.seconds("restart_backoff_max", 1, 86_400, 60),
                usual.jitterPercent(),
                global.seconds("restart_stability_window", 1, 86_400, 60),
                usual.recoverySeconds());
    }
}
