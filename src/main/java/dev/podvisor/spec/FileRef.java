package dev.podvisor.spec;

import java.util.List;

/**
 * A file that is read at each start of a run, so a rotated secret reaches the next run.
 *
 * @param path absolute, or relative to the supervisor's own working directory
 * @param optional whether a missing file is as good as an empty one
 */
public record FileRef(String path, boolean optional) {

    static final Type PATH = new Type.Text("a path", "[^\\x00]+", 4096);

    static final Shape<FileRef> SHAPE = new Shape<>(
            "FileRef",
            "A regular file of at most 1 MiB, read at each start of a run; what it holds is never shown.",
            List.of(
                    Field.required("path", PATH, "Where the file is."),
                    Field.optional("optional", new Type.Flag(), false, "Whether the file may be missing.")),
            v -> new FileRef(v.text("path"), v.flag("optional")));
}
