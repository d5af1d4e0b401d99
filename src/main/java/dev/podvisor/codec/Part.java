package dev.podvisor.codec;

import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import dev.podvisor.spec.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one file of a folder gives to the set.
 *
 * @param named whether the names of all its processes are known
 * @param fields what it says for the whole set
 * @param places where something is in the file, by its path in a ProcessSet of this file alone
 * @param classic whether it is of the classic form, of which only errors are told
 */
record Part(
        Problems problems,
        boolean named,
        List<ProcessSpec> processes,
        List<Given> fields,
        Function<String, Spot> places,
        boolean classic) {

    /** The field of a set that is put together from all files. */
    static final String PROCESSES = "processes";

    static final String GRACE = "terminationGracePeriodSeconds";

    /**
     * A field of {@code metadata} or {@code spec}, or one key of such that has free keys.
     *
     * @param key the key of a field that has free keys; otherwise empty
     * @param implied whether the file does not say it, but its form has it as the default
     */
    record Given(String section, Field field, String key, Object value, Spot spot, boolean implied) {

        String path() {
            return section + "." + field.name() + (key.isEmpty() ? "" : "[" + key + "]");
        }
    }

    /** Where something is, and how a message about the file calls it. */
    record Spot(Node node, String path) {}

    /** A manifest in which everything may be absent that another file can give. */
    private static final Shape<Values> MANIFEST = open(ProcessSet.SHAPE, true);

    /** A file that cannot be read. */
    static Part unknown(Problems problems) {
        return new Part(problems, false, List.of(), List.of(), path -> new Spot(new Node.Unusable(0, 0), ""), false);
    }

    static Part classic(Node root, Problems problems, Map<String, String> variables, ClassicExpansion.Growth growth)
            throws Unreadable {
        Optional<ClassicReader.Given> read = ClassicReader.given(root, problems, variables, growth);
        if (read.isEmpty()) {
            return unknown(problems);
        }
        ClassicReader.Given given = read.get();
        List<Given> fields = new ArrayList<>();
        add(fields, GRACE, given.grace(), given, "shutdown_timeout");
        if (given.globalAt(ClassicMetrics.INTERVAL).isPresent()) {
            add(fields, "usage", given.global().usage(), given, ClassicMetrics.INTERVAL);
        }
        given.global().http().ifPresent(http -> add(fields, "http", http, given, ClassicMetrics.ENABLED));
        given.global().logging().ifPresent(logging -> add(fields, "logging", logging, given, loggingKey(given)));
        return new Part(problems, true, given.processes(), fields, path -> spot(given.place(path)), true);
    }

    private static String loggingKey(ClassicReader.Given given) {
        for (String key : List.of(ClassicLogging.LOGGING, ClassicLogging.FORMAT)) {
            if (given.globalAt(key).isPresent()) {
                return key;
            }
        }
        return ClassicLogging.LEVEL;
    }

    private static void add(List<Given> fields, String name, Object value, ClassicReader.Given given, String key) {
        Optional<Place> at = given.globalAt(key);
        Spot spot = spot(at.orElse(given.document().place()));
        ProcessSetSpec.SHAPE
                .field(name)
                .ifPresent(field -> fields.add(new Given("spec", field, "", value, spot, at.isEmpty())));
    }

    /** Reports what is wrong with a manifest by itself; what of it can be read counts all the same. */
    static Part manifest(Node root, Problems problems) {
        if (!Replicas.fit(root, problems)) {
            return unknown(problems);
        }
        Place whole = new Place(root, new Trail.Root(), false);
        Optional<Values> read = new Binder(problems).bind(MANIFEST, whole);
        return read.isPresent() ? of(root, problems, read.get()) : readable(root, problems);
    }

    private static Part of(Node root, Problems problems, Values values) {
        List<ProcessSpec> processes = List.of();
        List<Given> fields = new ArrayList<>();
        for (Field section : ProcessSet.SHAPE.fields()) {
            if (section.type() instanceof Type.Nested nested
                    && values.byName().get(section.name()) instanceof Values given) {
                for (Field field : nested.shape().fields()) {
                    Object value = given.byName().get(field.name());
                    if (value != null && isProcesses(section.name(), field)) {
                        processes = processes(value);
                    } else if (value != null) {
                        add(fields, root, section.name(), field, value);
                    }
                }
            }
        }
        return new Part(problems, true, processes, fields, path -> new Spot(Locator.nearest(root, path), path), false);
    }

    @SuppressWarnings("unchecked") // the binder gives what the field's type says
    private static List<ProcessSpec> processes(Object value) {
        return (List<ProcessSpec>) value;
    }

    private static Part readable(Node root, Problems problems) {
        Binder quiet = new Binder(new Problems(""));
        List<ProcessSpec> processes = new ArrayList<>();
        boolean named = true;
        List<Given> fields = new ArrayList<>();
        for (Field section : ProcessSet.SHAPE.fields()) {
            Optional<Node> at = Locator.key(root, section.name());
            if (section.type() instanceof Type.Nested nested && at.isPresent()) {
                for (Field field : nested.shape().fields()) {
                    if (isProcesses(section.name(), field)) {
                        named = CrossCheck.processes(quiet, at.get(), processes);
                    } else {
                        CrossCheck.value(quiet, nested.shape(), at.get(), field.name())
                                .ifPresent(value -> add(fields, root, section.name(), field, value));
                    }
                }
            }
        }
        return new Part(problems, named, processes, fields, path -> new Spot(Locator.nearest(root, path), path), false);
    }

    /** Of a field with free keys, files may give different ones. */
    private static void add(List<Given> fields, Node root, String section, Field field, Object value) {
        Node at = Locator.nearest(root, section + "." + field.name());
        Trail trail = new Trail.Root().key(section).key(field.name());
        if (field.type() instanceof Type.Strings && value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> {
                String name = (String) key;
                Spot spot = new Spot(
                        Locator.key(at, name).orElse(at), trail.key(name).toString());
                fields.add(new Given(section, field, name, text, spot, false));
            });
        } else {
            fields.add(new Given(section, field, "", value, new Spot(at, trail.toString()), false));
        }
    }

    private static Spot spot(Place place) {
        return new Spot(place.node(), place.path().toString());
    }

    private static boolean isProcesses(String section, Field field) {
        return section.equals("spec") && field.name().equals(PROCESSES);
    }

    /** The shape without its defaults, yielding its values as they are given. */
    private static Shape<Values> open(Shape<?> shape, boolean document) {
        List<Field> fields = new ArrayList<>();
        for (Field field : shape.fields()) {
            boolean required = field.required() && (document || !isProcesses("spec", field));
            Type type = document && field.type() instanceof Type.Nested nested
                    ? new Type.Nested(open(nested.shape(), false))
                    : field.type();
            fields.add(new Field(field.name(), type, required, null, field.doc(), field.secret()));
        }
        return new Shape<>(shape.name(), shape.doc(), fields, values -> values);
    }

    /** Tells what is wrong at a path of the file. */
    void tell(Problem.Severity severity, String path, String text, String hint) {
        tell(severity, places.apply(path), text, hint);
    }

    void tell(Problem.Severity severity, Spot at, String text, String hint) {
        problems.add(severity, at.node().line(), at.node().column(), at.path(), text, hint);
    }

    /** A place of this file as a message about another one names it. */
    String where(Spot spot) {
        return problems.file() + ":" + spot.node().line() + ":" + spot.node().column();
    }
}
