package dev.podvisor.codec;

import dev.podvisor.codec.Problem.Severity;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Type;
import dev.podvisor.spec.Validation;
import dev.podvisor.spec.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one set of what files give: their processes in the order of the files, and every field of the whole set that one of them
 * gives, or several alike.
 */
final class Merge {

    private static final String ONE = "each process needs a name of its own";
    private static final String ITEM = "spec." + Part.PROCESSES + "[";

    /** Where a process comes from. */
    private record Origin(Part part, int index) {
        private String path(String below) {
            return ITEM + index + "]" + below;
        }
    }

    private record Found(Part part, Part.Given given) {}

    private final List<Part> parts;
    private final Problems problems;
    /** Whether every file could be read, so that what is not there is nowhere. */
    private final boolean whole;

    private final List<ProcessSpec> processes = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private final Set<Integer> duplicates = new HashSet<>();
    private final Map<String, Found> fields = new LinkedHashMap<>();

    /** @param problems those of the whole; each part has its own */
    Merge(List<Part> parts, Problems problems) {
        this.parts = parts;
        this.problems = problems;
        this.whole = !problems.anyFatal();
    }

    ReadResult run() {
        for (Part part : parts) {
            for (Part.Given given : part.fields()) {
                take(part, given);
            }
            for (int i = 0; i < part.processes().size(); i++) {
                processes.add(part.processes().get(i));
                origins.add(new Origin(part, i));
            }
        }
        if (whole && processes.isEmpty()) {
            problems.add(Severity.Error, 0, 0, "", "no file in it has spec.processes", "one of them needs it");
        }
        if (processes.size() > ProcessSetSpec.MAX_REPLICAS) {
            String most = "at most " + ProcessSetSpec.MAX_REPLICAS + " of all files together";
            Part part = origins.get(ProcessSetSpec.MAX_REPLICAS).part();
            part.tell(Severity.Error, "spec.processes", "the files have " + processes.size() + " processes", most);
        } else {
            check();
        }
        return problems.anyFatal()
                ? new ReadResult.Rejected(problems.all())
                : new ReadResult.Spec(set(), problems.all());
    }

    private void take(Part part, Part.Given given) {
        Found first = fields.get(given.path());
        if (first == null || first.given().implied() && !given.implied()) {
            fields.put(given.path(), new Found(part, given));
        } else if (!given.implied() && !first.given().value().equals(given.value())) {
            String where = first.part().where(first.given().spot());
            part.tell(
                    Severity.Error, given.spot(), "it differs from the one at " + where, "keep it in one of the files");
        }
    }

    /** The rules between processes, as far as enough is known. */
    private void check() {
        findDuplicates();
        boolean named = true;
        for (Part part : parts) {
            named &= part.named();
        }
        Map<String, Object> spec = values("spec");
        if (!whole) {
            // It may be in what could not be read: every other grace period fits into the longest.
            spec.putIfAbsent(Part.GRACE, Integer.MAX_VALUE);
        }
        for (Violation violation : Validation.check(ProcessSetSpec.SHAPE.build(spec), named)) {
            tell(violation);
        }
    }

    private void findDuplicates() {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < processes.size(); i++) {
            String name = processes.get(i).name();
            Integer earlier = first.putIfAbsent(name, i);
            if (earlier != null) {
                duplicates.add(i);
                Origin origin = origins.get(i);
                Origin other = origins.get(earlier);
                String where = other.part()
                                .problems()
                                .file()
                                .equals(origin.part().problems().file())
                        ? other.path("")
                        : "the process at "
                                + other.part().where(other.part().places().apply(other.path(".name")));
                origin.part()
                        .tell(
                                Severity.Error,
                                origin.path(".name"),
                                Wording.quote(name) + " is also the name of " + where,
                                ONE);
            }
        }
    }

    private void tell(Violation violation) {
        String path = violation.path();
        Severity severity = violation.fatal() ? Severity.Error : Severity.Warning;
        Part part = partOf(path);
        if (path.startsWith(ITEM)) {
            int close = path.indexOf(']');
            int index = Integer.parseInt(path.substring(ITEM.length(), close));
            String below = path.substring(close + 1);
            if (below.equals(".name") && duplicates.contains(index)) {
                return; // told, with both places
            }
            part = origins.get(index).part();
            path = origins.get(index).path(below);
        }
        if (!part.classic() || ClassicReader.concerns(violation)) {
            part.tell(severity, path, violation.text(), violation.hint());
        }
    }

    /** The file that a problem of the whole set is told in: the one that gives the field, or that has one replica too many. */
    private Part partOf(String path) {
        int sum = 0;
        for (int i = 0; i < processes.size() && path.equals("spec.processes"); i++) {
            sum += processes.get(i).replicas();
            if (sum > ProcessSetSpec.MAX_REPLICAS) {
                return origins.get(i).part();
            }
        }
        for (Map.Entry<String, Found> field : fields.entrySet()) {
            if ((path + ".").startsWith(field.getKey() + ".") || path.startsWith(field.getKey() + "[")) {
                return field.getValue().part();
            }
        }
        return parts.getFirst();
    }

    private ProcessSet set() {
        Map<String, Object> document =
                new HashMap<>(Map.of("apiVersion", ProcessSet.API_VERSION, "kind", ProcessSet.KIND));
        for (Field section : ProcessSet.SHAPE.fields()) {
            if (section.type() instanceof Type.Nested nested) {
                document.put(section.name(), nested.shape().build(values(section.name())));
            }
        }
        return ProcessSet.SHAPE.build(document);
    }

    @SuppressWarnings("unchecked") // a field with free keys is only ever put in as such
    private Map<String, Object> values(String section) {
        Map<String, Object> values = new HashMap<>();
        for (Found found : fields.values()) {
            Part.Given given = found.given();
            if (given.section().equals(section) && given.key().isEmpty()) {
                values.put(given.field().name(), given.value());
            } else if (given.section().equals(section)) {
                Object keys = values.computeIfAbsent(given.field().name(), name -> new HashMap<String, String>());
                ((Map<String, Object>) keys).put(given.key(), given.value());
            }
        }
        if (section.equals("spec")) {
            values.put(Part.PROCESSES, processes);
        }
        return values;
    }
}
