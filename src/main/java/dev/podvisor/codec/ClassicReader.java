package dev.podvisor.codec;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Validation;
import dev.podvisor.spec.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the classic form: the {@code version}, {@code global} and {@code processes} of PHPeek PM and Cbox Init, into the same records as
 * a ProcessSet. What has no effect here is a warning, so that a file that ran there runs here; {@link ClassicKeys} has all
 * of it.
 */
final class ClassicReader {

    private ClassicReader() {}

    /** The set; empty when a problem of it is an error. */
    static Optional<ProcessSet> read(Node root, Problems problems, Map<String, String> variables) throws Unreadable {
        ClassicNotes notes = new ClassicNotes();
        Node expanded = new ClassicExpansion(variables, notes).expand(root, new Trail.Root());
        ClassicOverrides overrides = new ClassicOverrides(variables, notes);
        Node whole = overrides.apply(expanded);
        ClassicContext context = new ClassicContext(problems, notes, overrides.origins());
        ClassicMapping document = new ClassicMapping(context, "", new Place(whole, new Trail.Root(), false));
        document.check();
        ClassicGlobal global = ClassicGlobal.read(document.mapping("global"));
        if (!document.has("processes")) {
            problems.error(
                    root, new Trail.Root(), "processes is missing", "it takes a mapping, a key for each process");
        }
        ClassicProcesses processes = new ClassicProcesses(context, document.mapping("processes"));
        List<ProcessSpec> specs = processes.read(global);
        Optional<ProcessSet> set = problems.fatal() ? Optional.empty() : Optional.of(set(global, specs));
        set.ifPresent(valid -> checkTogether(valid, document, processes, problems));
        notes.tell(problems);
        return set;
    }

    private static ProcessSet set(ClassicGlobal global, List<ProcessSpec> specs) {
        int grace = global.shutdownSeconds() + ProcessSetSpec.STOP_RESERVE_SECONDS;
        return new ProcessSet(
                new ProcessSet.Metadata("", "", Map.of(), Map.of()), ProcessSetSpec.of(grace, specs, List.of()));
    }

    /** The rules between processes; a warning would be about what the document does not say. */
    private static void checkTogether(
            ProcessSet set, ClassicMapping document, ClassicProcesses processes, Problems problems) {
        for (Violation violation : Validation.check(set.spec())) {
            if (violation.fatal()) {
                Place at = place(violation.path(), set, document, processes);
                problems.error(at.node(), at.path(), violation.text(), violation.hint());
            }
        }
    }

    /** The place in the classic document of a path such as {@code spec.processes[3].dependsOn}. */
    private static Place place(String path, ProcessSet set, ClassicMapping document, ClassicProcesses processes) {
        int open = path.indexOf('[');
        if (open > 0) {
            int index = Integer.parseInt(path.substring(open + 1, path.indexOf(']')));
            String label = set.spec().processes().get(index).name();
            Optional<ClassicMapping> process = processes.labelled(label);
            if (process.isPresent()) {
                return process.get().at("depends_on").orElse(process.get().place());
            }
        }
        return document.at("processes").orElse(document.place());
    }
}
