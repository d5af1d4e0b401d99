package dev.podvisor.cli;

import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.SocketPath;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;

/** Runs a command line as {@code main} would, at a fixed time, and keeps what it printed. */
final class Commands {

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private final CommandLine commandLine;

    Commands(Path socket) {
        this(socket, false);
    }

    Commands(Path socket, boolean colour) {
        commandLine = RootCommand.commandLine(new Surroundings(
                InstantSource.fixed(SampleStatus.NOW), colour, () -> List.of(SocketPath.chosen(socket))));
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
    }

    int run(String... args) {
        return commandLine.execute(args);
    }
}
