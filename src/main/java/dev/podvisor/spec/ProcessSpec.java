package dev.podvisor.spec;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One process of a set. It reads like a container of a Pod: same names, same meaning, same units.
 *
 * @param command the program and its first arguments; the program is looked up in the {@code PATH} of the process's own
 *     environment when it has no slash
 * @param workingDir empty for the supervisor's own
 * @param successExitCodes 0 to 255; a run that a signal ended counts as 128 + its number
 * @param maxRestarts restarts without a stable run in between after which it is a crash loop; empty for no limit
 * @param terminationGracePeriodSeconds from the stop signal to the kill; empty for what is left of the set's own
 */
public record ProcessSpec(
        String name,
        List<String> command,
        List<String> args,
        List<EnvVar> env,
        List<EnvFrom> envFrom,
        String workingDir,
        List<Dependency> dependsOn,
        RestartPolicy restartPolicy,
        List<Integer> successExitCodes,
        Backoff backoff,
        OptionalInt maxRestarts,
        Criticality criticality,
        int replicas,
        Signal stopSignal,
        OptionalInt terminationGracePeriodSeconds,
        Resources resources,
        OomPolicy oomPolicy,
        ProcessLogging logging) {

    private static final Type ARGUMENT = new Type.Text("a text (it must not hold NUL)", "[^\\x00]*", 131_072);

    /** The shape of one entry of {@code spec.processes}. */
    public static final Shape<ProcessSpec> SHAPE = new Shape<>(
            "Process",
            "A process to keep running; it reads like a container of a Pod.",
            List.of(
                    Field.required("name", Names.PROCESS, "Unique name of the process."),
                    Field.required(
                            "command",
                            new Type.Many(ARGUMENT, 1, 10_000),
                            "The program and its first arguments, run without a shell; as in a Pod, $(VAR) stands for a variable and $$ for $."),
                    Field.optional("args", new Type.Many(ARGUMENT, 0, 10_000), "Further arguments."),
                    Field.secret(
                            "env", new Type.Many(new Type.Nested(EnvVar.SHAPE), 0, 10_000), "Environment variables."),
                    Field.secret(
                            "envFrom",
                            new Type.Many(new Type.Nested(EnvFrom.SHAPE), 0, 100),
                            "Files of environment variables."),
                    Field.optional(
                            "workingDir",
                            FileRef.PATH,
                            "Working directory of the process; podvisor's own when absent."),
                    Field.optional(
                            "dependsOn",
                            new Type.Many(new Type.Nested(Dependency.SHAPE), 0, 1000),
                            "What must have been reached before the first start; also the stop order, reversed."),
                    Field.optional(
                            "restartPolicy",
                            Type.choice(RestartPolicy.class),
                            "Always",
                            "When an end is followed by a restart."),
                    Field.optional(
                            "successExitCodes",
                            new Type.Many(new Type.Whole(0, 255, ""), 1, 256),
                            List.of(0),
                            "Exit codes that are a success; an end by signal n counts as 128 + n."),
                    Field.optional("backoff", new Type.Nested(Backoff.SHAPE), Map.of(), "Waits between restarts."),
                    Field.optional(
                            "maxRestarts",
                            new Type.Whole(0, 1_000_000, ""),
                            "Restarts without a stable run in between after which it is a crash loop; no limit when absent."),
                    Field.optional(
                            "criticality",
                            Type.choice(Criticality.class),
                            "Important",
                            "What a final failure means: Critical ends the container with the exit code, Important takes"
                                    + " readiness away, BestEffort only degrades."),
                    Field.optional("replicas", new Type.Whole(0, 1000, ""), 1, "How many of it run at once."),
                    Field.optional(
                            "stopSignal", Signal.TYPE, "SIGTERM", "The signal that asks the process group to end."),
                    Field.optional(
                            "terminationGracePeriodSeconds",
                            new Type.Whole(0, 86_400, "seconds"),
                            "From the stop signal to the kill; what is left of the set's own when absent."),
                    Field.optional(
                            "resources",
                            new Type.Nested(Resources.SHAPE),
                            Map.of(),
                            "Limits and requests of each replica."),
                    Field.optional(
                            "oomPolicy",
                            Type.choice(OomPolicy.class),
                            "KillTree",
                            "What dies when a replica reaches its memory limit: all of its processes, or the one the kernel picks."),
                    Field.optional(
                            "logging",
                            new Type.Nested(() -> ProcessLoggingShape.SHAPE, ProcessLogging.DEFAULT),
                            Map.of(),
                            "How what it prints is handled.")),
            v -> new ProcessSpec(
                    v.text("name"),
                    v.list("command"),
                    v.list("args"),
                    v.list("env"),
                    v.list("envFrom"),
                    v.text("workingDir", ""),
                    v.list("dependsOn"),
                    v.get("restartPolicy"),
                    v.list("successExitCodes"),
                    v.get("backoff"),
                    v.optionalWhole("maxRestarts"),
                    v.get("criticality"),
                    v.whole("replicas"),
                    v.get("stopSignal"),
                    v.optionalWhole("terminationGracePeriodSeconds"),
                    v.get("resources"),
                    v.get("oomPolicy"),
                    v.get("logging")));

    public ProcessSpec {
        command = List.copyOf(command);
        args = List.copyOf(args);
        env = List.copyOf(env);
        envFrom = List.copyOf(envFrom);
        dependsOn = List.copyOf(dependsOn);
        successExitCodes = List.copyOf(successExitCodes);
    }

    /** The same with other environment variables. */
    public ProcessSpec withEnv(List<EnvVar> variables) {
        return new ProcessSpec(
                name,
                command,
                args,
                variables,
                envFrom,
                workingDir,
                dependsOn,
                restartPolicy,
                successExitCodes,
                backoff,
                maxRestarts,
                criticality,
                replicas,
                stopSignal,
                terminationGracePeriodSeconds,
                resources,
                oomPolicy,
                logging);
    }

    /** A process from the given fields, each a value of its field's type; absent ones have their default. */
    public static ProcessSpec of(Map<String, Object> given) {
        return SHAPE.build(given);
    }
}
