package dev.podvisor.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How what a process prints is handled, in this order: lines are cut at {@code maxLineBytes}, joined ({@code multiline}),
 * redacted, taken apart ({@code json}), given a level, filtered by {@code level}, {@code include} and {@code exclude},
 * limited by {@code rateLimit}, and given to the outputs.
 *
 * @param outputs its own, besides those of the set; their {@code processes} and {@code source} are empty
 * @param inheritOutputs whether the set's outputs take its lines, too
 * @param labels in each JSON record and RFC 5424 message
 * @param level lines below it are left out; empty for none
 * @param include of these at least one must be found in a line, unless there are none
 * @param exclude lines that one of these is found in are left out
 * @param maxLineBytes longer lines are split, or cut off where anything is redacted
 * @param blockSeconds how long the process waits at most for an output without room
 * @param recentBytes how much of the newest output is kept for {@code podvisor logs}
 */
public record ProcessLogging(
        List<OutputSpec> outputs,
        boolean inheritOutputs,
        Map<String, String> labels,
        Optional<LogLevel> level,
        Optional<LevelDetection> levelDetection,
        Optional<JsonLines> json,
        Optional<Multiline> multiline,
        List<LogPattern> include,
        List<LogPattern> exclude,
        List<Redaction> redact,
        Optional<LineRate> rateLimit,
        Amount maxLineBytes,
        PressurePolicy pressure,
        int blockSeconds,
        Amount recentBytes) {

    private static final int LONGEST_LINE = 256 * 1024;
    private static final int RECENT = 64 * 1024;
    private static final int BLOCK_SECONDS = 5;

    /** That of a process whose spec says nothing of it; made without the shape, which loads much that few need. */
    public static final ProcessLogging DEFAULT = new ProcessLogging(
            List.of(),
            true,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Amount.bytes(LONGEST_LINE),
            PressurePolicy.Block,
            BLOCK_SECONDS,
            Amount.bytes(RECENT));

    public ProcessLogging {
        outputs = List.copyOf(outputs);
        // In one order in every line; a map that none needs is not loaded.
        labels = labels.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(labels));
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        redact = List.copyOf(redact);
    }

    /** Whether the spec says nothing of it; cheaper than to compare it, which costs the start of the first child milliseconds. */
    @SuppressWarnings("ReferenceEquality") // another one that is equal is only looked at for nothing
    public boolean isDefault() {
        return this == DEFAULT;
    }
}
