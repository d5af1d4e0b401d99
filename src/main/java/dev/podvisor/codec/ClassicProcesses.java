package dev.podvisor.codec;

import dev.podvisor.codec.Node.Entry;
import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Suggestion;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code processes}: which of them run and under which names, before each is read by itself. */
final class ClassicProcesses {

    private static final Type.Word<Boolean> ONESHOT =
            new Type.Word<>("one of", List.of("oneshot", "longrun"), "oneshot|longrun", "oneshot"::equals);

    /**
     * A process as others see it.
     *
     * @param label its name in podvisor
     * @param runs whether it is enabled and not left out
     */
    record Declared(String label, ClassicMapping mapping, boolean runs, boolean oneshot) {}

    private final ClassicContext context;
    private final ClassicMapping processes;
    private final Map<String, Declared> declared = new LinkedHashMap<>();

    ClassicProcesses(ClassicContext context, ClassicMapping processes) {
        this.context = context;
        this.processes = processes;
    }

    /** Those that run, in the order of the text; fewer when one could not be read. */
    List<ProcessSpec> read(ClassicGlobal global) {
        processes.checkRepeated();
        Map<String, Entry> entries = processes.entries();
        if (entries.size() > ProcessSetSpec.MAX_REPLICAS) {
            problem("it has " + entries.size() + " processes", "at most " + ProcessSetSpec.MAX_REPLICAS);
            return List.of();
        }
        Map<String, String> labels = ClassicNames.labels(entries.keySet());
        entries.forEach((name, entry) -> declare(labels.getOrDefault(name, name), entry));
        List<ProcessSpec> specs = new ArrayList<>();
        ClassicProcess reader = new ClassicProcess(context, global, this);
        for (Declared process : declared.values()) {
            if (process.runs()) {
                reader.read(process).ifPresent(specs::add);
            }
        }
        if (specs.isEmpty() && !context.problems().fatal()) {
            problem(
                    entries.isEmpty() ? "there is no process" : "none of them is to run",
                    "write enabled: true for each process that should run");
        }
        return specs;
    }

    private void declare(String label, Entry entry) {
        String name = entry.key().text();
        Trail path = entry.key().shared()
                ? processes.place().path().item(declared.size())
                : processes.place().path().key(name);
        ClassicMapping mapping =
                new ClassicMapping(context, ClassicKeys.PROCESS, context.place(entry.value(), path, false));
        mapping.check();
        boolean enabled = mapping.flag("enabled", false);
        boolean oneshot = mapping.<Boolean>value("type", ONESHOT).orElse(false);
        if (!enabled) {
            context.notes().warn(entry.key(), path, "it is not enabled, so it is left out", "write enabled: true");
        }
        if (enabled && !label.equals(name)) {
            context.notes()
                    .warn(
                            entry.key(),
                            path,
                            "its name here is " + label,
                            "a name has lower-case letters, digits and '-', at most 63");
        }
        declared.put(name, new Declared(label, mapping, enabled && !isLeftOut(mapping), oneshot));
    }

    /** Whether it should not run from the start on, so that it must not run at all as long as it cannot be told when. */
    private static boolean isLeftOut(ClassicMapping mapping) {
        return mapping.has("schedule")
                || mapping.at("initial_state")
                        .filter(at -> at.node() instanceof Scalar state
                                && state.text().equals("stopped"))
                        .isPresent();
    }

    /** The process of this name in the document. */
    Optional<Declared> find(String name) {
        return Optional.ofNullable(declared.get(name));
    }

    /** What to write instead of the name of a process that there is not. */
    String nearest(String name) {
        return Suggestion.didYouMean(name, declared.keySet()).orElse("name another process");
    }

    /** The mapping of a process that is known by its label. */
    Optional<ClassicMapping> labelled(String label) {
        for (Declared process : declared.values()) {
            if (process.label().equals(label)) {
                return Optional.of(process.mapping());
            }
        }
        return Optional.empty();
    }

    private void problem(String text, String hint) {
        context.problems().error(processes.place(), text, hint);
    }
}
