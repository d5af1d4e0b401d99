package dev.podvisor.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a file of logs is rotated.
 *
 * @param maxSize bytes that the file has at most, unless one line is longer
 * @param maxAgeDays after which a backup is removed; empty for never
 * @param maxBackups how many backups are kept at most; of 0 the file is emptied
 * @param compress whether backups are compressed with gzip
 */
public record RotationSpec(Amount maxSize, OptionalInt maxAgeDays, int maxBackups, boolean compress) {

    static final Shape<RotationSpec> SHAPE = new Shape<>(
            "LogRotation",
            "How a file of logs is rotated. All its files together have at most maxSize times (maxBackups + 1), and what"
                    + " is being compressed.",
            List.of(
                    Field.optional(
                            "maxSize",
                            Type.bytes(1024 * 1024),
                            "100Mi",
                            "The file is rotated before a line would make it larger."),
                    Field.optional(
                            "maxAgeDays",
                            new Type.Whole(1, 36_500, "days"),
                            "Older backups are removed; at any age they are kept when absent."),
                    Field.optional("maxBackups", new Type.Whole(0, 1000, ""), 10, "How many backups are kept at most."),
                    Field.optional("compress", new Type.Flag(), true, "Whether backups are compressed with gzip.")),
            v -> new RotationSpec(
                    v.get("maxSize"), v.optionalWhole("maxAgeDays"), v.whole("maxBackups"), v.flag("compress")));
}
