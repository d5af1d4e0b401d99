package dev.podvisor.spec;

import java.util.List;

/** Where the output of the processes and the supervisor's own log go. */
public record LoggingSpec(List<OutputSpec> outputs) {

    static final Shape<LoggingSpec> SHAPE = new Shape<>(
            "Logging",
            "Where the output of the processes and podvisor's own log go.",
            List.of(Field.required(
                    "outputs",
                    new Type.Many(new Type.Nested(OutputSpec.SHAPE), 1, 16),
                    "The outputs; each takes what its fields choose, and none slows another.")),
            v -> new LoggingSpec(v.list("outputs")));

    public LoggingSpec {
        outputs = List.copyOf(outputs);
    }
}
