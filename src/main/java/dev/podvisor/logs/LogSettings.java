package dev.podvisor.logs;

import dev.podvisor.spec.LoggingSpec;
import dev.podvisor.spec.ProcessLogging;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a spec says of logs.
 *
 * @param set of all processes; empty for text on stdout
 * @param processes those that say something themselves, by name
 */
public record LogSettings(Optional<LoggingSpec> set, Map<String, ProcessLogging> processes) {

    static final LogSettings NONE = new LogSettings(Optional.empty(), Map.of());

    public LogSettings {
        processes = Map.copyOf(processes);
    }

    public static LogSettings of(ProcessSetSpec spec) {
        Map<String, ProcessLogging> own = new HashMap<>();
        for (ProcessSpec process : spec.processes()) {
            if (!process.logging().isDefault()) {
                own.put(process.name(), process.logging());
            }
        }
        return own.isEmpty() && spec.logging().isEmpty() ? NONE : new LogSettings(spec.logging(), own);
    }

    @Override
    public boolean equals(Object other) { // written out: what a record has by itself loads thirty classes
        return this == other
                || other instanceof LogSettings settings
                        && set.equals(settings.set)
                        && processes.equals(settings.processes);
    }

    @Override
    public int hashCode() {
        return 31 * set.hashCode() + processes.hashCode();
    }

    ProcessLogging of(String process) {
        return processes.getOrDefault(process, ProcessLogging.DEFAULT);
    }
}
