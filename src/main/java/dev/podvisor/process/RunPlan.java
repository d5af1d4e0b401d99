package dev.podvisor.process;

import dev.podvisor.spec.EnvFrom;
import dev.podvisor.spec.EnvVar;
import dev.podvisor.spec.ProcessSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A start of a replica worked out: arguments and environment with every {@code $(VAR)} expanded. All texts are
 * {@link ByteText}; the environment holds secrets, so a plan has no readable text form.
 */
final class RunPlan {

    final List<String> arguments;
    final Map<String, String> environment;
    final String directory;
    final Set<String> unresolved;

    private RunPlan(List<String> arguments, Map<String, String> environment, String directory, Set<String> unresolved) {
        this.arguments = arguments;
        this.environment = environment;
        this.directory = directory;
        this.unresolved = unresolved;
    }

    /** Later wins: podvisor's own environment, the replica's identity, files, {@code env}. */
    static RunPlan of(ProcessSpec spec, int replica, Environment base) throws Unstartable {
        Map<String, String> environment = base.copy();
        environment.put("PODVISOR_PROCESS", spec.name());
        environment.put("PODVISOR_REPLICA", Integer.toString(replica));
        for (EnvFrom source : spec.envFrom()) {
            String prefix = ByteText.ofSpec(source.prefix());
            EnvFiles.variables(source.file()).forEach((name, value) -> environment.put(prefix + name, value));
        }
        Set<String> unresolved = new LinkedHashSet<>();
        for (EnvVar variable : spec.env()) {
            String name = ByteText.ofSpec(variable.name());
            if (variable.valueFrom().isPresent()) {
                Optional<String> value =
                        EnvFiles.value(variable.valueFrom().get().file());
                value.ifPresent(text -> environment.put(name, text));
            } else {
                String value = ByteText.ofSpec(variable.value().orElse(""));
                environment.put(name, Expansion.expand(value, environment, unresolved));
            }
        }
        List<String> arguments =
                new ArrayList<>(spec.command().size() + spec.args().size());
        for (String argument : spec.command()) {
            arguments.add(Expansion.expand(ByteText.ofSpec(argument), environment, unresolved));
        }
        for (String argument : spec.args()) {
            arguments.add(Expansion.expand(ByteText.ofSpec(argument), environment, unresolved));
        }
        return new RunPlan(arguments, environment, ByteText.ofSpec(spec.workingDir()), unresolved);
    }

    List<byte[]> argumentBytes() {
        return arguments.stream().map(ByteText::bytes).toList();
    }

    List<byte[]> environmentBytes() {
        List<byte[]> entries = new ArrayList<>(environment.size());
        environment.forEach((name, value) -> entries.add(ByteText.bytes(name + "=" + value)));
        return entries;
    }
}
