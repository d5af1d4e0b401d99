package dev.podvisor.cli;

import dev.podvisor.codec.Problem;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecDocument;
import dev.podvisor.codec.SpecReader;
import dev.podvisor.codec.TreeText;
import dev.podvisor.plan.Change;
import dev.podvisor.plan.SpecDiff;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podvisor plan NEW}: what a reload to a new manifest would do, by the very comparison that the reload makes. */
@Command(
        name = "plan",
        description = "Show what a new manifest would change, a line a change.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is nothing to do",
            "1:no supervisor answers",
            "2:there are changes",
            "64:the command line is wrong",
            "78:a manifest cannot be used"
        })
final class PlanCommand implements Callable<Integer> {

    private static final int CHANGES = 2;

    /** What {@code run SPEC -- CMD} has added is not the manifest's. */
    private static final String ADDED = "main";

    enum Format {
        text,
        json
    }

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NEW", description = "The new manifest, or folder of *.yaml files.")
    private Path next = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "OLD",
            description = "Compare with this manifest or folder instead of the running supervisor.")
    private @Nullable Path old;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; the default is ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private Format format = Format.text;

    @Option(names = "--socket", paramLabel = "PATH", description = "Socket of the supervisor, as for status.")
    private @Nullable Path socket;

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Optional<ProcessSet> after = read(next);
        Optional<List<Change>> changes = after.flatMap(this::compare);
        if (changes.isEmpty()) {
            return ExitCode.UNUSABLE;
        }
        print(changes.get());
        return changes.get().stream().allMatch(change -> change.kind() == Change.Kind.NoOp) ? ExitCode.OK : CHANGES;
    }

    private Optional<List<Change>> compare(ProcessSet after) {
        if (old != null) {
            return read(old).map(before -> SpecDiff.between(before.spec(), after.spec()));
        }
        ApiClient client = surroundings.client(socket);
        ApiClient.RunningSpec running = client.spec();
        ProcessSetSpec before = running.set().spec();
        if (after.spec().process(ADDED).isEmpty()) {
            before = before.withProcesses(before.processes().stream()
                    .filter(process -> !process.name().equals(ADDED))
                    .toList());
        }
        return Optional.of(SpecDiff.between(
                before, SpecDocument.digested(after, running.salt()).spec()));
    }

    private Optional<ProcessSet> read(Path file) {
        ReadResult result = SpecReader.read(file);
        PrintWriter err = spec.commandLine().getErr();
        for (Problem problem : result.problems()) {
            err.println(problem);
        }
        err.flush();
        return result instanceof ReadResult.Spec good ? Optional.of(good.set()) : Optional.empty();
    }

    private void print(List<Change> changes) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case text -> changes.forEach(out::println);
            case json ->
                out.print(TreeText.json(Map.of(
                        "changes",
                        changes.stream()
                                .map(change -> Map.of(
                                        "process",
                                        change.process(),
                                        "kind",
                                        change.kind().name(),
                                        "fields",
                                        change.fields()))
                                .toList())));
        }
        out.flush();
    }
}
