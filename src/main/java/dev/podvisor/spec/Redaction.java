package dev.podvisor.spec;

import java.util.List;

/**
 * What must not get into any log.
 *
 * @param pattern never finds the empty text
 * @param replacement stands in its place, as RE2/J's {@code Matcher.appendReplacement} reads it: {@code $1} and {@code ${name}}
 *     are groups of the pattern, which it has, and a backslash takes the next character as it is
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
                            "What stands in its place; $1 or ${name} is a group of the pattern, \\$ a dollar.")),
            v -> new Redaction(v.get("pattern"), v.text("replacement")));
}
