package dev.podvisor.spec;

import java.util.List;

/**
 * How the level of a line is found.
 *
 * @param patterns looked at first, in their order; then a word such as ERROR at the start of the line is
 * @param otherwise the level of a line that shows none
 */
public record LevelDetection(List<LevelPattern> patterns, LogLevel otherwise) {

    static final Shape<LevelDetection> SHAPE = new Shape<>(
            "LevelDetection",
            "How the level of a line is found: by patterns, then by a word such as ERROR, [warn] or level=debug near its start.",
            List.of(
                    Field.optional(
                            "patterns",
                            new Type.Many(new Type.Nested(LevelPattern.SHAPE), 0, 100),
                            "Looked at first, in their order."),
                    Field.optional(
                            "otherwise", Type.choice(LogLevel.class), "Info", "The level of a line that shows none.")),
            v -> new LevelDetection(v.list("patterns"), v.get("otherwise")));

    public LevelDetection {
        patterns = List.copyOf(patterns);
    }
}
