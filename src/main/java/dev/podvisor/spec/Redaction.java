package dev.podvisor.spec;

import java.util.List;

/**
 * What must not get into any log.
 *
 * @param replacement stands in its place; {@code $1} is the first group of the pattern
 */
public record Redaction(LogPattern pattern, String replacement) {

    static final Shape<Redaction> SHAPE = new Shape<>(
            "Redaction",
            "What must not get into any log.",
            List.of(
                    Field.required(
                            "pattern", LogPattern.TYPE, "What to replace: a regular expression in RE2's syntax."),
                    Field.optional(
                            "replacement",
                            new Type.Text("a text of one line", "[^\\x00-\\x1f]*", 1000),
                            "[redacted]",
                            "What stands in its place; $1 is the first group of the pattern.")),
            v -> new Redaction(v.get("pattern"), v.text("replacement")));
}
