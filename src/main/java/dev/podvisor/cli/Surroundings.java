package dev.podvisor.cli;

import dev.podvisor.status.Colour;
import dev.podvisor.status.SocketPath;
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

    private static final int STDOUT = 1;

    static Surroundings ofThisProcess() {
        return new Surroundings(InstantSource.system(), Colour.wanted(STDOUT), SocketPath::candidates);
    }

    /** A client of the supervisor on this socket, or on the usual ones when none was chosen. */
    ApiClient client(@Nullable Path socket) {
        return new ApiClient(socket == null ? sockets.get() : List.of(SocketPath.chosen(socket)));
    }
}
