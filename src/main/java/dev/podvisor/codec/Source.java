package dev.podvisor.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gets the bytes of a document, at most {@value #MAX_BYTES} of them, or says why not. */
sealed interface Source {

    /** 3 MiB: twice what an object of the Kubernetes API can hold. */
    int MAX_BYTES = 3 * 1024 * 1024;

    /** What to do about a spec that is too large. */
    String LIMIT = "a spec has at most 1000 processes";

    /** Equal when the bytes are. */
    record Bytes(byte[] bytes) implements Source {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    record Unavailable(String text, String hint) implements Source {}

    /** Never blocks on a named pipe and never reads a device; an open descriptor such as {@code /dev/stdin} is read. */
    static Source of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return new Unavailable("it is a directory", "name a file in it");
            }
            if (!attributes.isRegularFile() && !isDescriptor(file)) {
                return new Unavailable("it is not a regular file", "");
            }
            if (attributes.size() > MAX_BYTES) {
                return tooLarge();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return of(in);
            }
        } catch (IOException e) {
            return new Unavailable(cause(e), "");
        }
    }

    /** Reads to the end or one byte past the limit; the stream stays open. */
    static Source of(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? tooLarge() : new Bytes(bytes);
        } catch (IOException e) {
            return new Unavailable(cause(e), "");
        }
    }

    /** A path that the shell or the kernel gives for a descriptor that is open already, so opening it does not block. */
    private static boolean isDescriptor(Path file) {
        String name = file.toString();
        return name.equals("/dev/stdin") || name.startsWith("/dev/fd/") || name.startsWith("/proc/self/fd/");
    }

    private static Source tooLarge() {
        return new Unavailable("it is larger than 3 MiB", LIMIT);
    }

    /** The reason of a failure, in words. */
    static String cause(IOException error) {
        return switch (error) {
            case NoSuchFileException missing -> "no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> lowerCase(other.getReason());
            default -> lowerCase(error.getMessage());
        };
    }

    private static String lowerCase(@Nullable String text) {
        return text == null || text.isEmpty()
                ? "an input/output error"
                : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
