package dev.podvisor.spec;

import java.util.List;

/** One entry of {@code dependsOn}: the name of another process and what it must have reached. */
public record Dependency(String name, DependencyCondition condition) {

    static final Shape<Dependency> SHAPE = new Shape<>(
            "Dependency",
            "A process that must have reached a condition before this one starts.",
            List.of(
                    Field.required("name", Names.PROCESS, "Name of the other process."),
                    Field.optional(
                            "condition",
                            Type.choice(DependencyCondition.class),
                            "Ready",
                            "What it must have reached; once reached it stays satisfied.")),
            v -> new Dependency(v.text("name"), v.get("condition")));
}
