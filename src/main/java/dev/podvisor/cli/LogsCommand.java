package dev.podvisor.cli;

import dev.podvisor.status.ProcessStatus;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podvisor logs}: what the processes of a running supervisor have printed of late, and go on printing. */
@Command(
        name = "logs",
        description = "Show what the processes of a running podvisor have printed of late.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the lines were shown, with --follow until podvisor ended",
            "1:no supervisor answers, it went away, or there is no process of that NAME",
            "64:the command line is wrong",
            "130:ended by Ctrl-C"
        })
final class LogsCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these processes; all when absent.")
    private List<String> names = List.of();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, of processes that start later, too.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Leave out lines before it: 10m, 1h30m, 2d, or 2026-11-25T08:00:00Z.")
    private @Nullable String since;

    @Option(names = "--tail", paramLabel = "N", description = "Begin with the last N lines; with all when absent.")
    private @Nullable Long tail;

    @Option(names = "--replica", paramLabel = "N", description = "Only these replicas, counted from 0.")
    private @Nullable Integer replica;

    @Option(names = "--stream", paramLabel = "STREAM", description = "Only one of ${COMPLETION-CANDIDATES}.")
    private @Nullable Stream stream;

    @Option(names = "--timestamps", description = "The time in front of each line.")
    private boolean timestamps;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; the default is ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private LogsFormat format = LogsFormat.text;

    @Option(names = "--reopen", description = "Show nothing: open every log file anew, after something has moved them.")
    private boolean reopen;

    @Option(names = "--socket", paramLabel = "PATH", description = "Socket of the supervisor, as for status.")
    private @Nullable Path socket;

    /** In the words that are typed. */
    enum Stream {
        stdout,
        stderr
    }

    LogsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String query = query();
        ApiClient client = surroundings.client(socket);
        PrintWriter out = spec.commandLine().getOut();
        if (reopen) {
            int files = client.reopenLogs();
            out.println(files == 0 ? "no files" : files + (files == 1 ? " file" : " files") + " opened anew");
            return ExitCode.OK;
        }
        boolean ended;
        if (format == LogsFormat.json) {
            ended = client.logs(query, (line, more) -> printRecord(out, line, more));
            out.flush();
        } else {
            LogsPrinter printer = printer(client);
            ended = client.logs(query, printer);
            printer.end();
        }
        if (ended && follow) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("podvisor has ended");
            err.flush();
        }
        return ExitCode.OK;
    }

    private static boolean printRecord(PrintWriter out, byte[] line, boolean more) {
        out.print(new String(line, StandardCharsets.UTF_8));
        out.print('\n');
        return more || !out.checkError(); // which flushes
    }

    private LogsPrinter printer(ApiClient client) {
        Map<String, Integer> replicas = new TreeMap<>();
        int shown = 0;
        List<String> wanted = Selection.bare(names);
        for (ProcessStatus process : client.status().processes()) {
            int count = process.replicas().size();
            replicas.put(process.name(), count);
            if (wanted.isEmpty() || wanted.contains(process.name())) {
                shown += replica == null ? count : 1;
            }
        }
        return new LogsPrinter(spec.commandLine().getOut(), surroundings.colour(), timestamps, shown > 1, replicas);
    }

    private String query() {
        if (reopen && (follow || !names.isEmpty())) {
            throw wrong("--reopen shows nothing, so it goes with no NAME and no --follow");
        }
        List<String> parameters = new ArrayList<>();
        if (!names.isEmpty()) {
            parameters.add("process=" + ApiClient.encode(String.join(",", Selection.bare(names))));
        }
        if (replica != null) {
            parameters.add("replica=" + number("--replica", replica));
        }
        if (stream != null) {
            parameters.add("stream=" + stream);
        }
        if (tail != null) {
            parameters.add("tail=" + number("--tail", tail));
        }
        if (since != null) {
            String given = since;
            parameters.add("since="
                    + LogsSince.parse(given)
                            .orElseThrow(() -> wrong(
                                    "--since " + given + " is no time (10m, 1h30m, 2d, or 2026-11-25T08:00:00Z)")));
        }
        if (follow) {
            parameters.add("follow=true");
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    private long number(String option, long value) {
        if (value < 0) {
            throw wrong(option + " " + value + " is below 0");
        }
        return value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
