package dev.podvisor.codec;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Validation;
import dev.podvisor.spec.Violation;
import java.util.HashMap;
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
     * @param global what the form has as defaults where the document does not say
     */
    record Given(
            ClassicGlobal global, List<ProcessSpec> processes, ClassicMapping document, ClassicProcesses declared) {

        /** Seconds. */
        int grace() {
            return global.shutdownSeconds() + ProcessSetSpec.STOP_RESERVE_SECONDS;
        }

        /** Where the document has a key of {@code global}. */
        Optional<Place> globalAt(String key) {
            return document.mapping(ClassicKeys.GLOBAL).at(key);
        }

        /** The place in the classic document of a path such as {@code spec.processes[3].dependsOn}. */
        Place place(String path) {
            if (path.startsWith(LOGGING)) {
                return ClassicLogging.place(document.mapping(ClassicKeys.GLOBAL), path);
            }
            int open = path.indexOf('[');
            if (open > 0) {
                int index = Integer.parseInt(path.substring(open + 1, path.indexOf(']')));
                Optional<ClassicMapping> process =
                        declared.labelled(processes.get(index).name());
                if (process.isPresent()) {
                    return place(process.get(), path);
                }
            }
            return document.at("processes").orElse(document.place());
        }

        private static Place place(ClassicMapping process, String path) {
            if (path.contains("].dependsOn")) {
                return process.at("depends_on").orElse(process.place());
            }
            int logging = path.indexOf(PROCESS_LOGGING);
            if (logging > 0) {
                return ClassicProcessLogging.place(process, path.substring(logging + PROCESS_LOGGING.length()));
            }
            int field = path.indexOf(RESOURCES);
            ClassicMapping mapping = process;
            if (field > 0) {
                String[] keys = ClassicResources.keys(path.substring(field + RESOURCES.length()));
                for (int i = 0; i < keys.length - 1; i++) {
                    mapping = mapping.mapping(keys[i]);
                }
                return mapping.at(keys[keys.length - 1]).orElse(process.place());
            }
            return process.place();
        }

        private ProcessSet set() {
            Map<String, Object> spec = new HashMap<>();
            spec.put("terminationGracePeriodSeconds", grace());
            spec.put("processes", processes);
            spec.put("usage", global.usage());
            global.http().ifPresent(http -> spec.put("http", http));
            global.logging().ifPresent(logging -> spec.put("logging", logging));
            return new ProcessSet(
                    new ProcessSet.Metadata("", "", Map.of(), Map.of()), ProcessSetSpec.SHAPE.build(spec));
        }
    }

    private static final String RESOURCES = "].resources.";
    private static final String LOGGING = "spec.logging";
    private static final String PROCESS_LOGGING = "].logging.";

    private ClassicReader() {}

    /** The set; empty when a problem of it is an error. */
    static Optional<ProcessSet> read(Node root, Problems problems, Map<String, String> variables) throws Unreadable {
        ClassicNotes notes = new ClassicNotes();
        Optional<Given> given = given(root, problems, notes, variables, new ClassicExpansion.Growth());
        Optional<ProcessSet> set = given.map(Given::set);
        if (set.isPresent()) {
            checkTogether(set.get(), given.get(), problems, notes);
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
        ClassicGlobal global = ClassicGlobal.read(context, document.mapping(ClassicKeys.GLOBAL));
        if (!document.has("processes")) {
            problems.error(
                    root, new Trail.Root(), "processes is missing", "it takes a mapping, a key for each process");
        }
        ClassicProcesses processes = new ClassicProcesses(context, document.mapping("processes"));
        List<ProcessSpec> specs = processes.read(global);
        return problems.fatal() ? Optional.empty() : Optional.of(new Given(global, specs, document, processes));
    }

    private static void checkTogether(ProcessSet set, Given given, Problems problems, ClassicNotes notes) {
        for (Violation violation : Validation.check(set.spec())) {
            Place at = given.place(violation.path());
            if (violation.fatal()) {
                problems.error(at, violation.text(), violation.hint());
            } else if (concerns(violation)) {
                notes.warn(at.node(), at.path(), violation.text(), violation.hint());
            }
        }
    }

    /** Whether a broken rule is about what a classic document says; other warnings would be about its defaults. */
    static boolean concerns(Violation violation) {
        return violation.fatal() || violation.path().contains(RESOURCES);
    }
}
