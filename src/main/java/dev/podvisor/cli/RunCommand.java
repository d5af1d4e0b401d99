package dev.podvisor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code podvisor run SPEC [-- CMD ARG...]}: supervises until there is nothing left to do. */
@Command(
        name = "run",
        description = "Run the processes of a manifest and keep them running.",
        customSynopsis = "podvisor run [--socket=PATH] [--termination-log=PATH] SPEC [-- CMD [ARG...]]",
        footer = {
            "",
            "With -- CMD, a Critical process \"main\" is added that runs CMD as it is once",
            "every other process has started (with restartPolicy OnFailure or Never:",
            "completed). Its end ends everything, with its exit code.",
            "",
            "SIGTERM and SIGINT stop everything; a second one ends the grace period.",
            "",
            "Exit codes: 0 all completed, or stopped as asked; 64 wrong usage; 69 another",
            "supervisor holds the socket; 78 the manifest cannot be used; otherwise that",
            "of the process that failed, 128 + n for a signal."
        })
public final class RunCommand implements Callable<Integer> {

    private final ToIntFunction<RunOptions> runner;
    private final List<String> command;

    @Parameters(
            index = "0",
            paramLabel = "SPEC",
            description = "A ProcessSet manifest (YAML or JSON), or a folder of *.yaml files that make up one.")
    private Path manifest = Path.of("");

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Where to serve the local API; default: $$PODVISOR_SOCKET, /run/podvisor/podvisor.sock,"
                    + " or a private directory in $$TMPDIR.")
    private @Nullable Path socket;

    @Option(
            names = "--termination-log",
            paramLabel = "PATH",
            description = "An existing file that gets the reason of the end; default: ${DEFAULT-VALUE}.",
            defaultValue = RunOptions.TERMINATION_LOG)
    private Path terminationLog = Path.of(RunOptions.TERMINATION_LOG);

    /** @param command what followed {@code --} on the command line */
    public RunCommand(ToIntFunction<RunOptions> runner, List<String> command) {
        this.runner = runner;
        this.command = List.copyOf(command);
    }

    @Override
    public Integer call() {
        return runner.applyAsInt(new RunOptions(manifest, command, Optional.ofNullable(socket), terminationLog));
    }
}
