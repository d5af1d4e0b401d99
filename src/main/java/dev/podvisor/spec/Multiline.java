package dev.podvisor.spec;

import java.util.List;
import java.util.Optional;

/**
 * How lines that belong together, such as those of a stack trace, are joined into one.
 *
 * @param startPattern a line it is found in begins a new event; empty for the rule for stack traces
 * @param maxLines an event has at most
 * @param timeoutMilliseconds after which without a further line an event ends
 */
public record Multiline(Optional<LogPattern> startPattern, int maxLines, int timeoutMilliseconds) {

    static final Shape<Multiline> SHAPE = new Shape<>(
            "Multiline",
            "How lines that belong together, such as those of a stack trace, are joined into one.",
            List.of(
                    Field.optional(
                            "startPattern",
                            LogPattern.TYPE,
                            "A line that this is found in begins a new event; when absent, any line does that is not empty,"
                                    + " does not begin with white space, and not with \"Caused by:\" or a closing bracket, and is not the end of a traceback of Python."),
                    Field.optional("maxLines", new Type.Whole(2, 10_000, ""), 500, "Most lines of an event."),
                    Field.optional(
                            "timeoutMilliseconds",
                            new Type.Whole(10, 60_000, "milliseconds"),
                            1000,
                            "After so long without a further line an event ends.")),
            v -> new Multiline(v.find("startPattern"), v.whole("maxLines"), v.whole("timeoutMilliseconds")));
}
