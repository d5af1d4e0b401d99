package dev.podvisor.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stood at a path at one time: the bytes of a file, or the names and bytes of the files of a folder, or why they could not be
 * read. Equal when all of that is. Immutable.
 */
public final class SpecContent {

    /** A file, under the name that messages give it. */
    record Part(String name, Source source) {}

    private final String name;
    private final boolean folder;
    private final List<Part> parts;

    private SpecContent(String name, boolean folder, List<Part> parts) {
        this.name = name;
        this.folder = folder;
        this.parts = List.copyOf(parts);
    }

    /** Reads a file, or the files of a folder, at most 3 MiB; never blocks on a named pipe and never reads a device. */
    public static SpecContent at(Path path) {
        if (!Files.isDirectory(path)) {
            return single(path, Source.of(path));
        }
        try {
            return of(path, SpecFolder.files(path));
        } catch (IOException e) {
            return single(path, new Source.Unavailable(Source.cause(e), ""));
        }
    }

    private static SpecContent single(Path path, Source source) {
        return new SpecContent(path.toString(), false, List.of(new Part(path.toString(), source)));
    }

    private static SpecContent of(Path folder, List<Path> files) {
        if (files.isEmpty()) {
            return single(
                    folder,
                    new Source.Unavailable(
                            "it has no *.yaml or *.yml file", "hidden names and folders in it do not count"));
        }
        if (files.size() > SpecFolder.MAX_FILES) {
            return single(
                    folder,
                    new Source.Unavailable("it has more than " + SpecFolder.MAX_FILES + " files", Source.LIMIT));
        }
        List<Part> parts = new ArrayList<>(files.size());
        long length = 0;
        for (Path file : files) {
            Source source = Source.of(file);
            length += source instanceof Source.Bytes given ? given.bytes().length : 0;
            if (length > Source.MAX_BYTES) {
                return single(folder, new Source.Unavailable("its files together are larger than 3 MiB", Source.LIMIT));
            }
            parts.add(new Part(file.toString(), source));
        }
        return new SpecContent(folder.toString(), true, parts);
    }

    /** The path as it was given. */
    String name() {
        return name;
    }

    /** Whether it is a folder that could be listed. */
    boolean folder() {
        return folder;
    }

    List<Part> parts() {
        return parts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpecContent that
                && name.equals(that.name)
                && folder == that.folder
                && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
