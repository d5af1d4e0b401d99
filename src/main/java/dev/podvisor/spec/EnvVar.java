package dev.podvisor.spec;

import java.util.List;
import java.util.Optional;

/** One environment variable, with a value or a source of one. Its text form never shows the value: it may be a secret. */
public record EnvVar(String name, Optional<String> value, Optional<EnvValueSource> valueFrom) {

    static final Shape<EnvVar> SHAPE = new Shape<>(
            "EnvVar",
            "An environment variable of the process, on top of those the supervisor was started with.",
            List.of(
                    Field.required(
                            "name",
                            new Type.Text("a variable name (printable ASCII without =)", "[ -<>-~]+", 256),
                            "Name of the variable."),
                    Field.optional(
                            "value",
                            new Type.Text("a text (it must not hold NUL)", "[^\\x00]*", 131_072),
                            "Its value; as in a Pod, $(VAR) stands for a variable set before it and $$ for $."),
                    Field.optional("valueFrom", new Type.Nested(EnvValueSource.SHAPE), "Where to read the value.")),
            v -> new EnvVar(v.text("name"), v.find("value"), v.find("valueFrom")));

    @Override
    public String toString() {
        return "EnvVar[" + name + "]";
    }
}
