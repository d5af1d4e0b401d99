package dev.podvisor.spec;

import java.util.List;

/** A file of {@code NAME=value} lines whose variables the process gets, each name with a prefix put before it. */
public record EnvFrom(FileRef file, String prefix) {

    static final Shape<EnvFrom> SHAPE = new Shape<>(
            "EnvFrom",
            "A file of NAME=value lines; env wins over it, a later file over an earlier one.",
            List.of(
                    Field.required("file", new Type.Nested(FileRef.SHAPE), "The file."),
                    Field.optional(
                            "prefix",
                            new Type.Text("a prefix (printable ASCII without =)", "[ -<>-~]*", 256),
                            "",
                            "Put before each name of the file.")),
            v -> new EnvFrom(v.get("file"), v.text("prefix")));
}
