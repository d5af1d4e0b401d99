package dev.podvisor.spec;

import java.util.List;

/**
 * How usage is measured.
 *
 * @param intervalSeconds between two samples, 1 to 3600
 */
public record UsageSpec(int intervalSeconds) {

    static final Shape<UsageSpec> SHAPE = new Shape<>(
            "Usage",
            "How the use of CPU, memory and io is measured.",
            List.of(Field.optional(
                    "intervalSeconds", new Type.Whole(1, 3600, "seconds"), 5, "Time between two samples.")),
            v -> new UsageSpec(v.whole("intervalSeconds")));
}
