package dev.podvisor.logs;

import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.ProcessLogging;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import java.util.HashMap;
import java.util.Map;

/** Parts of a spec about logs: the fields that are given, and the defaults of all others. */
final class LogSpecs {

    private LogSpecs() {}

    /** One output. */
    static OutputSpec output(OutputType type, Map<String, Object> given) {
        Map<String, Object> fields = new HashMap<>(given);
        fields.put("type", type);
        return (OutputSpec)
                ProcessSetSpec.SHAPE.nested("logging").nested("outputs").build(fields);
    }

    /** What one process says. */
    static ProcessLogging process(Map<String, Object> fields) {
        return (ProcessLogging) ProcessSpec.SHAPE.nested("logging").build(fields);
    }
}
