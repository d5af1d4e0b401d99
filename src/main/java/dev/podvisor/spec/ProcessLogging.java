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

    static final Shape<ProcessLogging> SHAPE = new Shape<>(
            "ProcessLogging",
            "How what a process prints is handled.",
            List.of(
                    Field.optional(
                            "outputs",
                            new Type.Many(new Type.Nested(OutputSpec.SHAPE), 0, 16),
                            "Outputs of its own, besides those of the set."),
                    Field.optional(
                            "inheritOutputs",
                            new Type.Flag(),
                            true,
                            "Whether the outputs of the set take its lines, too."),
                    Field.optional(
                            "labels", new Type.Strings(), "Added to each line, where the format has a place for them."),
                    Field.optional("level", Type.choice(LogLevel.class), "Lines of a lower level are left out."),
                    Field.optional(
                            "levelDetection",
                            new Type.Nested(LevelDetection.SHAPE),
                            "How the level of a line is found; levelDetection: {} has the defaults, every line is Info when absent."),
                    Field.optional(
                            "json",
                            new Type.Nested(JsonLines.SHAPE),
                            "Takes lines that are JSON objects apart; json: {} has the defaults."),
                    Field.optional(
                            "multiline",
                            new Type.Nested(Multiline.SHAPE),
                            "Joins lines that belong together; multiline: {} has the defaults."),
                    Field.optional(
                            "include",
                            new Type.Many(LogPattern.TYPE, 0, 100),
                            "Only lines that one of these is found in are kept."),
                    Field.optional(
                            "exclude",
                            new Type.Many(LogPattern.TYPE, 0, 100),
                            "Lines that one of these is found in are left out."),
                    Field.optional(
                            "redact",
                            new Type.Many(new Type.Nested(Redaction.SHAPE), 0, 100),
                            "What must not get into any log; lines longer than maxLineBytes are then cut off."),
                    Field.optional(
                            "rateLimit",
                            new Type.Nested(LineRate.SHAPE),
                            "How many lines of each replica are taken; all when absent."),
                    Field.optional(
                            "maxLineBytes",
                            Type.bytes(1024),
                            "256Ki",
                            "Longer lines are split into several; at most 256Ki."),
                    Field.optional(
                            "pressure",
                            Type.choice(PressurePolicy.class),
                            "Block",
                            "What happens while an output has no room."),
                    Field.optional(
                            "blockSeconds",
                            new Type.Whole(0, 3600, "seconds"),
                            5,
                            "How long the process waits at most for an output without room; then its lines are dropped."),
                    Field.optional(
                            "recentBytes",
                            Type.bytes(0),
                            "64Ki",
                            "How much of the newest output of each replica is kept for podvisor logs; at most 16Mi.")),
            v -> new ProcessLogging(
                    v.list("outputs"),
                    v.flag("inheritOutputs"),
                    v.strings("labels"),
                    v.find("level"),
                    v.find("levelDetection"),
                    v.find("json"),
                    v.find("multiline"),
                    v.list("include"),
                    v.list("exclude"),
                    v.list("redact"),
                    v.find("rateLimit"),
                    v.get("maxLineBytes"),
                    v.get("pressure"),
                    v.whole("blockSeconds"),
                    v.get("recentBytes")));

    /** That of a process whose spec says nothing of it. */
    public static final ProcessLogging DEFAULT = SHAPE.build(Map.of());

    public ProcessLogging {
        outputs = List.copyOf(outputs);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels)); // in one order in every line
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        redact = List.copyOf(redact);
    }
}
