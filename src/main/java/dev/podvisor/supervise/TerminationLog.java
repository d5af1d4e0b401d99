package dev.podvisor.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The message that Kubernetes shows as the container's last termination (Pod v1, terminationMessagePath). */
public final class TerminationLog {

    /** The kubelet keeps no more than this of one container. */
    private static final int MAX_BYTES = 4096;

    private TerminationLog() {}

    /** Writes the reason of an ending to the file if it exists: the kubelet creates it, and nobody else wants it. */
    public static void write(Path file, Ending ending) throws IOException {
        if (Files.exists(file)) {
            byte[] message = ending.message().getBytes(StandardCharsets.UTF_8);
            Files.write(
                    file,
                    message.length > MAX_BYTES ? Arrays.copyOf(message, MAX_BYTES) : message,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        }
    }
}
