package dev.podvisor.file;

import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The file that holds the spec, which may be a link into a ConfigMap volume, be replaced, vanish and come back. */
final class SpecFile {

    private final Path path;

    SpecFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /**
     * What tells one version from another without reading it: the real file behind all links, its inode, size and time of
     * change. A ConfigMap volume swaps the link {@code ..data}, so that the real path changes.
     */
    String fingerprint() {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class);
            return real + " " + facts.fileKey() + " " + facts.size() + " " + facts.lastModifiedTime();
        } catch (IOException gone) {
            return "";
        }
    }

    /** The directories in which a change of the file shows: that of its name and that of the real file. */
    Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(Optional.ofNullable(path.getParent()).orElse(path));
        try {
            Path real = path.toRealPath().getParent();
            if (real != null) {
                directories.add(real);
            }
        } catch (IOException gone) {
            // comes back in the directory of its name
        }
        return directories;
    }

    /** The content, or empty when there is no readable regular file of at most 3 MiB. */
    Optional<byte[]> content() {
        try {
            if (!Files.isRegularFile(path)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(SpecReader.MAX_BYTES + 1);
                return bytes.length > SpecReader.MAX_BYTES ? Optional.empty() : Optional.of(bytes);
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The spec in the content; without one the file itself is read, for the words on why it cannot be. */
    ReadResult parse(Optional<byte[]> content) {
        return content.isPresent()
                ? SpecReader.read(path.toString(), new ByteArrayInputStream(content.get()))
                : SpecReader.read(path);
    }
}
