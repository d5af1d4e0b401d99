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

    /**
     * What a document gives, before the rules between processes are checked.
     *
     * @param grace seconds; what the form has as a default when the document does not say
     */
    record Given(int grace, List<ProcessSpec> processes, ClassicMapping document, ClassicProcesses declared) {

        /** Where the document says how long a stop may take. */
        Optional<Place> graceAt() {
            return document.mapping("global").at("shutdown_timeout");
        }

        /** The place in the classic document of a path such as {@code spec.processes[3].dependsOn}. */
        Place place(String path) {
            int open = path.indexOf('[');
            if (open > 0) {
                int index = Integer.parseInt(path.substring(open + 1, path.indexOf(']')));
                Optional<ClassicMapping> process =
                        declared.labelled(processes.get(index).name());
                if (process.isPresent()) {
                    Optional<Place> dependencies =
                            path.contains("].dependsOn") ? process.get().at("depends_on") : Optional.empty();
                    return dependencies.orElse(process.get().place());
                }
            }
            return document.at("processes").orElse(document.place());
        }

        private ProcessSet set() {
            return new ProcessSet(
                    new ProcessSet.Metadata("", "", Map.of(), Map.of()),
                    ProcessSetSpec.of(grace, processes, List.of()));
        }
    }

    private ClassicReader() {}

    /** The set; empty when a problem of it is an error. */
    static Optional<ProcessSet> read(Node root, Problems problems, Map<String, String> variables) throws Unreadable {
        ClassicNotes notes = new ClassicNotes();
        Optional<Given> given = given(root, problems, notes, variables, new ClassicExpansion.Growth());
        Optional<ProcessSet> set = given.map(Given::set);
        if (set.isPresent()) {
            checkTogether(set.get(), given.get(), problems);
        }
        notes.tell(problems);
        return set;
    }

    /** What a document of several gives; empty when a problem of it is an error. */
    static Optional<Given> given(
            Node root, Problems problems, Map<String, String> variables, ClassicExpansion.Growth growth)
            throws Unreadable {
        ClassicNotes notes = new ClassicNotes();
        Optional<Given> given = given(root, problems, notes, variables, growth);
        notes.tell(problems);
        return given;
    }

    private static Optional<Given> given(
            Node root,
            Problems problems,
            ClassicNotes notes,
            Map<String, String> variables,
            ClassicExpansion.Growth growth)
            throws Unreadable {
        Node expanded = new ClassicExpansion(variables, notes, growth).expand(root, new Trail.Root());
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
        int grace = global.shutdownSeconds() + ProcessSetSpec.STOP_RESERVE_SECONDS;
        return problems.fatal() ? Optional.empty() : Optional.of(new Given(grace, specs, document, processes));
    }

    /** The rules between processes; a warning would be about what the document does not say. */
    private static void checkTogether(ProcessSet set, Given given, Problems problems) {
        for (Violation violation : Validation.check(set.spec())) {
            if (violation.fatal()) {
                Place at = given.place(violation.path());
                problems.error(at.node(), at.path(), violation.text(), violation.hint());
            }
        }
    }
}
