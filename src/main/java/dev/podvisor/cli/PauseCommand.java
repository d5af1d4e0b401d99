package dev.podvisor.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podvisor pause NAME} and {@code podvisor resume NAME}: holds what runs of a process still, and lets it go on. */
abstract class PauseCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final boolean still;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NAME", description = "The process.")
    private String name = "";

    @Option(names = "--replica", paramLabel = "N", description = "Only this one of its replicas, counted from 0.")
    private @Nullable Integer replica;

    @Option(names = "--socket", paramLabel = "PATH", description = "Socket of the supervisor, as for status.")
    private @Nullable Path socket;

    private PauseCommand(Surroundings surroundings, boolean still) {
        this.surroundings = surroundings;
        this.still = still;
    }

    @Override
    public Integer call() {
        int done = surroundings.client(socket).pause(name, replica == null ? -1 : replica, still);
        if (done == 0) {
            throw new CommandFailure("cannot " + (still ? "pause" : "resume") + " the process " + name
                    + ": it does not run (see podvisor status)");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(name + ": " + done + (done == 1 ? " replica " : " replicas ") + (still ? "paused" : "running"));
        out.flush();
        return ExitCode.OK;
    }

    /** Until {@code resume}, its end, a stop or a new spec that restarts it. */
    @Command(
            name = "pause",
            description = "Hold the processes of a process still: they use no CPU, and it is not ready.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:what runs of it is paused",
                "1:there is nothing to pause, or no supervisor answers",
                "64:the command line is wrong"
            })
    static final class Pause extends PauseCommand {
        Pause(Surroundings surroundings) {
            super(surroundings, true);
        }
    }

    @Command(
            name = "resume",
            description = "Let the processes of a paused process go on.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:what runs of it goes on",
                "1:there is nothing to resume, or no supervisor answers",
                "64:the command line is wrong"
            })
    static final class Resume extends PauseCommand {
        Resume(Surroundings surroundings) {
            super(surroundings, false);
        }
    }
}
