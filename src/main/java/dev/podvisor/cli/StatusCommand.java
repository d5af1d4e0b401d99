package dev.podvisor.cli;

import dev.podvisor.codec.StatusText;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.Status;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podvisor status}: what a running supervisor observes, in the style of {@code kubectl get}. */
@Command(
        name = "status",
        description = "Show the processes of a running podvisor.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the status was shown",
            "1:no supervisor answers, or there is no process of that NAME",
            "64:the command line is wrong"
        })
final class StatusCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these processes; all when absent.")
    private List<String> names = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; the default is ${DEFAULT-VALUE}.",
            defaultValue = "table")
    private OutputFormat format = OutputFormat.table;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on, with a line for each change.")
    private boolean watch;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Socket of the supervisor; else $PODVISOR_SOCKET, else where podvisor puts it.")
    private @Nullable Path socket;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (watch && format == OutputFormat.name) {
            throw new ParameterException(spec.commandLine(), "a name does not change, so there is nothing to watch");
        }
        ApiClient client = surroundings.client(socket);
        if (watch) {
            return new StatusWatch(client, this::select, printer()).run();
        }
        Status status = client.status();
        print(select(status));
        return ExitCode.OK;
    }

    private void print(Status status) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case table, wide -> printer().first(status);
            case json -> out.print(StatusText.json(status));
            case yaml -> out.print(StatusText.yaml(status));
            case name ->
                status.processes().stream().map(StatusCommand::reference).forEach(out::println);
        }
        out.flush();
    }

    private Status select(Status status) {
        return Selection.of(status, names);
    }

    private StatusPrinter printer() {
        return new StatusPrinter(spec.commandLine().getOut(), spec.commandLine().getErr(), surroundings, format);
    }

    /** In kubectl's style, as {@code -o name} prints it; also taken for a NAME. */
    private static String reference(ProcessStatus process) {
        return Selection.KIND + process.name();
    }
}
