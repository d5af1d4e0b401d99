package dev.podvisor.cli;

import dev.podvisor.status.ReloadResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code podvisor reload}: lets a running supervisor read its spec's file now, as SIGHUP does, and reports. */
@Command(
        name = "reload",
        description = "Make a running podvisor read its manifest again now.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the new version is in force, or nothing has changed",
            "1:no supervisor answers",
            "64:the command line is wrong",
            "78:the new version cannot be used; the one before stays in force"
        })
final class ReloadCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--socket", paramLabel = "PATH", description = "Socket of the supervisor, as for status.")
    private @Nullable Path socket;

    ReloadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ApiClient client = surroundings.client(socket);
        ReloadResult result = client.reload();
        boolean rejected = result.outcome() == ReloadResult.Outcome.Rejected;
        PrintWriter out =
                rejected ? spec.commandLine().getErr() : spec.commandLine().getOut();
        result.lines().forEach(line -> out.println(CommandText.harmless(line)));
        switch (result.outcome()) {
            case Taken -> {
                if (result.lines().isEmpty()) {
                    out.println("the new version differs in nothing that matters");
                }
            }
            case Unchanged -> out.println("nothing has changed");
            case Rejected ->
                out.println("cannot take the new version: it has problems (the last good one stays in force)");
        }
        out.flush();
        return rejected ? ExitCode.UNUSABLE : ExitCode.OK;
    }
}
