package dev.podvisor.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * How many lines of a replica are taken.
 *
 * @param burst how many may come at once; empty for those of two seconds
 */
public record LineRate(int linesPerSecond, OptionalInt burst) {

    static final Shape<LineRate> SHAPE = new Shape<>(
            "LineRate",
            "How many lines of each replica are taken; what is more is dropped, counted and told of in the log itself.",
            List.of(
                    Field.required("linesPerSecond", new Type.Whole(1, 10_000_000, "lines"), "In the long run."),
                    Field.optional(
                            "burst",
                            new Type.Whole(1, 100_000_000, "lines"),
                            "How many may come at once; those of two seconds when absent.")),
            v -> new LineRate(v.whole("linesPerSecond"), v.optionalWhole("burst")));
}
