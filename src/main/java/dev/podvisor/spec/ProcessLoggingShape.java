package dev.podvisor.spec;

import java.util.List;

/** The shape of {@link ProcessLogging}, apart from it, so that a spec that says nothing of logging does not load it. */
final class ProcessLoggingShape {

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
                            "labels",
                            new Type.Strings(),
                            "In every record of JSON outputs and message of RFC 5424; at most 32, named as in Kubernetes."),
                    Field.optional(
                            "level",
                            Type.choice(LogLevel.class),
                            "The least level of the lines that are kept; every one when absent."),
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

    private ProcessLoggingShape() {}
}
