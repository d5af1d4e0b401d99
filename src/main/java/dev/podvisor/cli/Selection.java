package dev.podvisor.cli;

import dev.podvisor.spec.Suggestion;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.Status;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The processes that were asked for. */
final class Selection {

    /** What {@code -o name} puts before a name. */
    static final String KIND = "process/";

    private Selection() {}

    /** The status with only the named processes, in the order of the spec; with all for no names. An unknown name fails. */
    static Status of(Status status, List<String> names) {
        if (names.isEmpty()) {
            return status;
        }
        Map<String, ProcessStatus> known = status.processes().stream()
                .collect(Collectors.toMap(ProcessStatus::name, Function.identity(), (first, _) -> first));
        List<String> bare = bare(names);
        for (String name : bare) {
            if (!known.containsKey(name)) {
                String hint = Suggestion.didYouMean(name, known.keySet()).orElse("podvisor status shows all");
                throw new CommandFailure("cannot show " + name + ": there is no such process (" + hint + ")");
            }
        }
        List<ProcessStatus> chosen = status.processes().stream()
                .filter(process -> bare.contains(process.name()))
                .toList();
        return status.withProcesses(chosen);
    }

    /** Without the kind in front that they may have. */
    static List<String> bare(List<String> names) {
        return names.stream()
                .map(name -> name.startsWith(KIND) ? name.substring(KIND.length()) : name)
                .toList();
    }
}
