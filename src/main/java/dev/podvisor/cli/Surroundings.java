package dev.podvisor.cli;

import dev.podvisor.status.SocketPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the world, so that tests can give it another.
 *
 * @param colour whether people read the output on a terminal that may show colours
 * @param sockets where a supervisor may listen, best first
 */
record Surroundings(InstantSource clock, boolean colour, Supplier<List<SocketPath>> sockets) {

    static Surroundings ofThisProcess() {
        return new Surroundings(InstantSource.system(), colourWanted(), SocketPath::candidates);
    }

    /** See no-color.org; asked of the descriptor itself, as System.console() would also want standard input to be a terminal. */
    private static boolean colourWanted() {
        String off = System.getenv("NO_COLOR");
        if (off != null && !off.isEmpty() || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty") || output.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** A client of the supervisor on this socket, or on the usual ones when none was chosen. */
    ApiClient client(@Nullable Path socket) {
        return new ApiClient(socket == null ? sockets.get() : List.of(SocketPath.chosen(socket)));
    }
}
