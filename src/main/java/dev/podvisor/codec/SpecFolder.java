package dev.podvisor.codec;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A folder as a spec: which of its files count. */
public final class SpecFolder {

    /** A folder with more files is refused. */
    static final int MAX_FILES = 1000;

    private SpecFolder() {}

    /**
     * Its files {@code *.yaml} and {@code *.yml}, in the order of the bytes of their names, also links to such; at most one more than are
     * allowed. Hidden names are not among them ({@code ..data} of a ConfigMap volume, drafts of editors), nor are folders.
     *
     * @throws IOException when it cannot be listed
     */
    public static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path file : entries) {
                if (counts(String.valueOf(file.getFileName())) && !Files.isDirectory(file)) {
                    files.add(file);
                    if (files.size() > MAX_FILES) {
                        break;
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(files);
        return files;
    }

    private static boolean counts(String name) {
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }
}
