package dev.podvisor.plan;

import dev.podvisor.plan.Change.Kind;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares two specs: the same comparison decides what a reload does and what a plan says of it. Pure. */
public final class SpecDiff {

    /** One field of a process; {@code restarts} when a running process cannot take a change of it on. */
    record Aspect(String name, boolean restarts, Function<ProcessSpec, Object> value) {}

    static final List<Aspect> ASPECTS = List.of(
            new Aspect("command", true, ProcessSpec::command),
            new Aspect("args", true, ProcessSpec::args),
            new Aspect("env", true, ProcessSpec::env),
            new Aspect("envFrom", true, ProcessSpec::envFrom),
            new Aspect("workingDir", true, ProcessSpec::workingDir),
            new Aspect("dependsOn", false, ProcessSpec::dependsOn),
            new Aspect("restartPolicy", false, ProcessSpec::restartPolicy),
            new Aspect("successExitCodes", false, ProcessSpec::successExitCodes),
            new Aspect("backoff", false, ProcessSpec::backoff),
            new Aspect("maxRestarts", false, ProcessSpec::maxRestarts),
            new Aspect("criticality", false, ProcessSpec::criticality),
            new Aspect("replicas", false, ProcessSpec::replicas),
            new Aspect("stopSignal", false, ProcessSpec::stopSignal),
            new Aspect("terminationGracePeriodSeconds", false, ProcessSpec::terminationGracePeriodSeconds),
            new Aspect("resources", false, ProcessSpec::resources),
            new Aspect("oomPolicy", false, ProcessSpec::oomPolicy),
            new Aspect("logging", false, ProcessSpec::logging));

    /** One field of the set; {@code cgroupPolicy} is read at the start only, which the log says when it differs. */
    record SetAspect(String name, Function<ProcessSetSpec, Object> value) {}

    static final List<SetAspect> SET_ASPECTS = List.of(
            new SetAspect("terminationGracePeriodSeconds", ProcessSetSpec::terminationGracePeriodSeconds),
            new SetAspect("signals", ProcessSetSpec::signals),
            new SetAspect("cgroupPolicy", ProcessSetSpec::cgroupPolicy),
            new SetAspect("usage", ProcessSetSpec::usage),
            new SetAspect("logging", ProcessSetSpec::logging),
            new SetAspect("http", ProcessSetSpec::http));

    private SpecDiff() {}

    /** A change for each process of either spec, in the order of the new one, what is gone last; and one for the set. */
    public static List<Change> between(ProcessSetSpec before, ProcessSetSpec after) {
        List<Change> changes = new ArrayList<>();
        List<String> ofSet = new ArrayList<>();
        for (SetAspect aspect : SET_ASPECTS) {
            if (!aspect.value().apply(before).equals(aspect.value().apply(after))) {
                ofSet.add(aspect.name());
            }
        }
        if (!ofSet.isEmpty()) {
            changes.add(new Change("", Kind.InPlace, ofSet));
        }
        for (ProcessSpec process : after.processes()) {
            Optional<ProcessSpec> old = before.process(process.name());
            changes.add(
                    old.isPresent() ? between(old.get(), process) : new Change(process.name(), Kind.Start, List.of()));
        }
        for (ProcessSpec process : before.processes()) {
            if (after.process(process.name()).isEmpty()) {
                changes.add(new Change(process.name(), Kind.Stop, List.of()));
            }
        }
        return changes;
    }

    static Change between(ProcessSpec before, ProcessSpec after) {
        List<String> fields = new ArrayList<>();
        Kind kind = Kind.NoOp;
        for (Aspect aspect : ASPECTS) {
            Object old = aspect.value().apply(before);
            Object now = aspect.value().apply(after);
            if (!old.equals(now)) {
                // The number of replicas is worth showing; any other value may be long or secret.
                fields.add(aspect.name().equals("replicas") ? "replicas " + old + " -> " + now : aspect.name());
                kind = aspect.restarts() || kind == Kind.Restart ? Kind.Restart : Kind.InPlace;
            }
        }
        return new Change(after.name(), kind, fields);
    }
}
