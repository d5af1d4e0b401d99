package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import dev.podvisor.codec.Problem.Severity;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.SignalRule;
import dev.podvisor.spec.Validation;
import dev.podvisor.spec.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the rules between fields, also of a document with fields that could not be read, so that one reading shows all
 * problems. What could not be read is replaced by something that breaks no rule: nothing is reported that follows only
 * from a problem that is reported already.
 */
final class CrossCheck {

    private CrossCheck() {}

    static void run(Node root, Optional<ProcessSet> set, Problems problems) {
        Optional<ProcessSetSpec> spec = set.isPresent() ? set.map(ProcessSet::spec) : readable(root);
        if (spec.isEmpty()) {
            return;
        }
        for (Violation violation : Validation.check(spec.get())) {
            Node at = Locator.nearest(root, violation.path());
            Severity severity = violation.fatal() ? Severity.Error : Severity.Warning;
            problems.add(severity, at.line(), at.column(), violation.path(), violation.text(), violation.hint());
        }
    }

    /** The part of the spec that can be read; empty when even the names of the processes are in doubt. */
    private static Optional<ProcessSetSpec> readable(Node root) {
        Node spec = Locator.nearest(root, "spec");
        Binder binder = new Binder(new Problems(""));
        List<ProcessSpec> processes = new ArrayList<>();
        return Locator.key(spec, "processes").isPresent() && processes(binder, spec, processes)
                ? Optional.of(ProcessSetSpec.of(grace(binder, spec), processes, signals(binder, spec)))
                : Optional.empty();
    }

    /**
     * Adds the processes of a {@code spec} as far as they can be read, none of them left out in between; yields whether the names of
     * all are known.
     */
    static boolean processes(Binder binder, Node spec, List<ProcessSpec> processes) {
        Node list = Locator.key(spec, "processes").orElse(new Sequence(List.of(), 1, 0, 0));
        if (!(list instanceof Sequence items)) {
            return list instanceof Scalar scalar && scalar.isNull();
        }
        for (Node item : items.items()) {
            Optional<ProcessSpec> process =
                    binder.bind(ProcessSpec.SHAPE, place(item)).or(() -> stub(binder, item));
            if (process.isEmpty()) {
                return false;
            }
            processes.add(process.get());
        }
        return true;
    }

    /** A process of which only the name is known. */
    private static Optional<ProcessSpec> stub(Binder binder, Node item) {
        return value(binder, ProcessSpec.SHAPE, item, "name")
                .map(name -> ProcessSpec.SHAPE.build(
                        Map.of("name", name, "command", List.of("unknown"), "restartPolicy", RestartPolicy.OnFailure)));
    }

    /** A grace period that cannot be read is taken for the longest one, in which every other fits. */
    private static int grace(Binder binder, Node spec) {
        String name = "terminationGracePeriodSeconds";
        if (Locator.key(spec, name).isPresent()) {
            return (Integer) value(binder, ProcessSetSpec.SHAPE, spec, name).orElse(Integer.MAX_VALUE);
        }
        return ProcessSetSpec.SHAPE
                .field(name)
                .map(Field::fallback)
                .map(Integer.class::cast)
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // the binder gives what the field's type says
    private static List<SignalRule> signals(Binder binder, Node spec) {
        return (List<SignalRule>)
                value(binder, ProcessSetSpec.SHAPE, spec, "signals").orElse(List.of());
    }

    /** The value of a key; empty when there is none that can be read. */
    static Optional<Object> value(Binder binder, Shape<?> shape, Node node, String name) {
        Optional<Field> field = shape.field(name);
        Optional<Node> found = Locator.key(node, name);
        return field.isEmpty() || found.isEmpty() || found.get() instanceof Scalar scalar && scalar.isNull()
                ? Optional.empty()
                : binder.value(field.get().type(), place(found.get())).map(value -> value);
    }

    private static Place place(Node node) {
        return new Place(node, new Trail.Root(), true);
    }
}
