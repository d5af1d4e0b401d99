package dev.podvisor.file;

import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecContent;
import dev.podvisor.codec.SpecFolder;
import dev.podvisor.codec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The file that holds the spec, or the folder of files that do. It may be a link into a ConfigMap volume, or hold such, be replaced,
 * vanish and come back.
 */
final class SpecFile {

    private final Path path;

    SpecFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /**
     * What tells one version from another without reading it: the real path behind all links, and of each file its name, inode,
     * size and time of change. A ConfigMap volume swaps the link {@code ..data}, so that the inodes change.
     */
    String fingerprint() {
        try {
            StringBuilder facts = new StringBuilder(path.toRealPath().toString());
            if (!Files.isDirectory(path)) {
                return facts.append(facts(path)).toString();
            }
            for (Path file : SpecFolder.files(path)) {
                facts.append('\n').append(file.getFileName()).append(facts(file));
            }
            return facts.toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static String facts(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return " " + facts.fileKey() + " " + facts.size() + " " + facts.lastModifiedTime();
        } catch (IOException gone) {
            return "";
        }
    }

    /** The directories in which a change shows: those of each name and of the real file behind it. */
    Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(Optional.ofNullable(path.getParent()).orElse(path));
        if (!Files.isDirectory(path)) {
            addReal(directories, path);
            return directories;
        }
        directories.add(path);
        try {
            for (Path file : SpecFolder.files(path)) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    addReal(directories, file);
                }
            }
        } catch (IOException gone) {
            // comes back in the directory of its name
        }
        return directories;
    }

    private static void addReal(Set<Path> directories, Path file) {
        try {
            Path real = file.toRealPath().getParent();
            if (real != null) {
                directories.add(real);
            }
        } catch (IOException gone) {
            // comes back in the directory of its name
        }
    }

    /** What is there, or why it cannot be read; empty for what is neither a file nor a folder and can be read at most once. */
    Optional<SpecContent> content() {
        boolean special = Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
        return special ? Optional.empty() : Optional.of(SpecContent.at(path));
    }

    /** The spec in the content; without one the path itself is read, for the words on why it cannot be. */
    ReadResult parse(Optional<SpecContent> content) {
        return content.isPresent() ? SpecReader.read(content.get()) : SpecReader.read(path);
    }
}
