package dev.podvisor.spec;

import java.util.List;

/**
 * How long a replica waits before it is started again. The first restart is immediate; the n-th after it waits
 * {@code initial × factor^(n-1)}, at most {@code maxSeconds}, varied by {@code jitterPercent} either way.
 *
 * @param stabilizationWindowSeconds a run that lasted this long counts as stable: the count of restarts begins anew
 * @param recoverySeconds how long after a crash loop a slow attempt follows; 0 for none
 */
public record Backoff(
        int initialMilliseconds,
        int factor,
        int maxSeconds,
        int jitterPercent,
        int stabilizationWindowSeconds,
        int recoverySeconds) {

    static final Shape<Backoff> SHAPE = new Shape<>(
            "Backoff",
            "How long a replica waits before it is started again; the first restart is immediate.",
            List.of(
                    Field.optional(
                            "initialMilliseconds",
                            new Type.Whole(1, 3_600_000, "milliseconds"),
                            100,
                            "Wait before the second restart."),
                    Field.optional("factor", new Type.Whole(1, 10, ""), 2, "By how much each further wait is longer."),
                    Field.optional("maxSeconds", new Type.Whole(1, 86_400, "seconds"), 60, "The longest wait."),
                    Field.optional(
                            "jitterPercent",
                            new Type.Whole(0, 100, "percent"),
                            10,
                            "How far a wait may differ either way, so that replicas do not restart in step."),
                    Field.optional(
                            "stabilizationWindowSeconds",
                            new Type.Whole(1, 86_400, "seconds"),
                            60,
                            "A run that lasted this long was stable: the count of restarts begins anew."),
                    Field.optional(
                            "recoverySeconds",
                            new Type.Whole(0, 86_400, "seconds"),
                            300,
                            "Wait between attempts after a crash loop (see maxRestarts); 0 for no attempts.")),
            v -> new Backoff(
                    v.whole("initialMilliseconds"),
                    v.whole("factor"),
                    v.whole("maxSeconds"),
                    v.whole("jitterPercent"),
                    v.whole("stabilizationWindowSeconds"),
                    v.whole("recoverySeconds")));
}
