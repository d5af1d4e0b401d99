package dev.podvisor;

import dev.podvisor.cli.RunOptions;
import dev.podvisor.codec.Problem;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.spec.Criticality;
import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The process {@code main} that {@code podvisor run SPEC -- CMD} adds, so that ENTRYPOINT and CMD work as with tini. */
final class MainProcess {

    static final String NAME = "main";

    private MainProcess() {}

    /** What was read, with CMD added where there is one; a set that has no room for it is rejected. */
    static ReadResult add(ReadResult result, RunOptions options) {
        if (options.command().isEmpty() || !(result instanceof ReadResult.Spec spec)) {
            return result;
        }
        ProcessSet set = spec.set();
        if (set.spec().processes().size() >= ProcessSetSpec.MAX_REPLICAS
                || set.spec().process(NAME).isPresent()) {
            return new ReadResult.Rejected(List.of(new Problem(
                    Problem.Severity.Error,
                    options.spec().toString(),
                    0,
                    0,
                    "",
                    "it has a process \"main\", or too many, for a command after --",
                    "rename or remove it")));
        }
        return new ReadResult.Spec(add(set, options.command()), spec.warnings());
    }

    /** The set with CMD added; it must not have a process of that name. */
    static ProcessSet add(ProcessSet set, List<String> command) {
        List<Dependency> everyOther = new ArrayList<>();
        for (ProcessSpec process : set.spec().processes()) {
            DependencyCondition condition = process.restartPolicy() == RestartPolicy.Always
                    ? DependencyCondition.Ready
                    : DependencyCondition.Completed;
            everyOther.add(new Dependency(process.name(), condition));
        }
        List<ProcessSpec> processes = new ArrayList<>(set.spec().processes());
        // CMD is run as it is: no $(VAR) of it is ours to expand.
        processes.add(ProcessSpec.of(Map.of(
                "name",
                NAME,
                "command",
                command.stream().map(word -> word.replace("$", "$$")).toList(),
                "restartPolicy",
                RestartPolicy.Never,
                "criticality",
                Criticality.Critical,
                "dependsOn",
                everyOther)));
        return new ProcessSet(set.metadata(), set.spec().withProcesses(processes));
    }
}
