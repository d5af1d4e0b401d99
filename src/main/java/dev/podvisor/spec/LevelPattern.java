package dev.podvisor.spec;

import java.util.List;

/** A pattern that says of the lines it is found in what level they have. */
public record LevelPattern(LogLevel level, LogPattern pattern) {

    static final Shape<LevelPattern> SHAPE = new Shape<>(
            "LevelPattern",
            "A pattern that says of the lines it is found in what level they have.",
            List.of(
                    Field.required("level", Type.choice(LogLevel.class), "The level of such lines."),
                    Field.required("pattern", LogPattern.TYPE, "A regular expression in RE2's syntax.")),
            v -> new LevelPattern(v.get("level"), v.get("pattern")));
}
