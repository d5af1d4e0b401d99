package dev.podvisor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code podvisor run} was asked for.
 *
 * @param spec the manifest's path
 * @param command what follows {@code --}; empty for none
 * @param socket where to serve the local API; the default places when absent
 */
public record RunOptions(Path spec, List<String> command, Optional<Path> socket, Path terminationLog) {

    static final String TERMINATION_LOG = "/dev/termination-log";

    public RunOptions {
        command = List.copyOf(command);
    }

    /** The common form {@code run SPEC [-- CMD ARG...]}, read without loading the command line's library; else empty. */
    public static Optional<RunOptions> plain(List<String> arguments, List<String> command) {
        boolean plain = arguments.size() == 2
                && arguments.getFirst().equals("run")
                && !arguments.getLast().startsWith("-");
        return plain
                ? Optional.of(new RunOptions(
                        Path.of(arguments.getLast()), command, Optional.empty(), Path.of(TERMINATION_LOG)))
                : Optional.empty();
    }
}
