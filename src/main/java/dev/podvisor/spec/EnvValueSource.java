package dev.podvisor.spec;

import java.util.List;

/** Where the value of an environment variable comes from: the content of a file, without one line end at its end. */
public record EnvValueSource(FileRef file) {

    static final Shape<EnvValueSource> SHAPE = new Shape<>(
            "EnvValueSource",
            "Where a value comes from, for values that do not belong into a manifest.",
            List.of(
                    Field.required(
                            "file",
                            new Type.Nested(FileRef.SHAPE),
                            "A file whose content is the value, such as a mounted Secret's key; one line end at its end is cut.")),
            v -> new EnvValueSource(v.get("file")));
}
