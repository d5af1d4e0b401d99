package dev.podvisor.plan;

import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds specs for tests from the fields that matter to them; everything else has its default. */
public final class Specs {

    private Specs() {}

    public static ProcessSetSpec set(int graceSeconds, ProcessSpec... processes) {
        return ProcessSetSpec.of(graceSeconds, List.of(processes), List.of());
    }

    public static ProcessSet document(ProcessSetSpec spec) {
        return new ProcessSet(new ProcessSet.Metadata("test", "", Map.of(), Map.of()), spec);
    }

    /** A process with some fields given, by name, as {@code key, value, key, value …}. */
    public static ProcessSpec process(String name, Object... fields) {
        Map<String, Object> given = new HashMap<>(Map.of("name", name, "command", List.of("/bin/true")));
        for (int i = 0; i < fields.length; i += 2) {
            given.put((String) fields[i], fields[i + 1]);
        }
        return ProcessSpec.of(given);
    }

    public static List<Dependency> on(Object... namesAndConditions) {
        List<Dependency> dependencies = new ArrayList<>();
        for (int i = 0; i < namesAndConditions.length; i += 2) {
            dependencies.add(
                    new Dependency((String) namesAndConditions[i], (DependencyCondition) namesAndConditions[i + 1]));
        }
        return dependencies;
    }
}
