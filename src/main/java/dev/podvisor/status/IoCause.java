package dev.podvisor.status;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The cause of an I/O error in the words of the error grammar. */
public final class IoCause {

    private IoCause() {}

    /** A few lower-case words, with the file they are about. */
    public static String of(IOException error) {
        return switch (error) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileAlreadyExistsException exists -> exists.getFile() + " is in the way";
            case FileSystemException other -> lower(other.getReason()) + ": " + other.getFile();
            default -> lower(error.getMessage());
        };
    }

    private static String lower(@Nullable String message) {
        if (message == null || message.isEmpty()) {
            return "input/output error";
        }
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
