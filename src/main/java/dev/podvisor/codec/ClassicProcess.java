package dev.podvisor.codec;

import dev.podvisor.codec.ClassicProcesses.Declared;
import dev.podvisor.codec.Node.Entry;
import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.EnvVar;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Signal;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads one process that is to run. */
final class ClassicProcess {

    private static final Type COMMAND = ProcessSpec.SHAPE.type("command");
    private static final Type WORKING_DIR = ProcessSpec.SHAPE.type("workingDir");
    private static final Type.Whole SCALE = (Type.Whole) ProcessSpec.SHAPE.type("replicas");
    private static final Type.Word<Signal> SIGNAL = signal();
    private static final Type DEPENDS_ON = new Type.Many(new Type.Text("a name", "[^\\x00]*", 131_072), 0, 1000);
    private static final Shape<?> VARIABLE = ProcessSpec.SHAPE.nested("env");

    private final ClassicContext context;
    private final ClassicGlobal global;
    private final ClassicProcesses all;

    ClassicProcess(ClassicContext context, ClassicGlobal global, ClassicProcesses all) {
        this.context = context;
        this.global = global;
        this.all = all;
    }

    /** The process; empty when it has no command that can be read. */
    Optional<ProcessSpec> read(Declared process) {
        ClassicMapping from = process.mapping();
        Map<String, Object> fields = new HashMap<>();
        fields.put("name", process.label());
        fields.put("env", env(from));
        fields.put("dependsOn", dependencies(from));
        RestartPolicy policy = policy(from, process.oneshot());
        fields.put("restartPolicy", policy);
        if (policy != RestartPolicy.Never) {
            global.maxRestarts().ifPresent(most -> fields.put("maxRestarts", most));
        }
        fields.put("backoff", global.backoff());
        fields.put("replicas", from.whole("scale", SCALE, 1));
        from.<String>value("working_dir", WORKING_DIR).ifPresent(folder -> fields.put("workingDir", folder));
        shutdown(from.mapping("shutdown"), fields);
        fields.put("resources", new ClassicResources(context, from).read());
        if (from.has(ClassicLogging.LOGGING)) {
            fields.put("logging", new ClassicProcessLogging(context, global.logging(), from).read());
        }
        if (!from.has("command")) {
            context.problems().error(from.place(), "command is missing", "it takes a list, such as [php-fpm, -F]");
        }
        return from.<List<String>>value("command", COMMAND).map(command -> {
            List<String> words = new ArrayList<>();
            command.forEach(word -> words.add(literal(word)));
            fields.put("command", words);
            return ProcessSpec.of(fields);
        });
    }

    private void shutdown(ClassicMapping shutdown, Map<String, Object> fields) {
        shutdown.check();
        shutdown.<Signal>value("signal", SIGNAL).ifPresent(signal -> fields.put("stopSignal", signal));
        shutdown.<Signal>value("kill_signal", SIGNAL)
                .filter(signal -> !signal.equals(Signal.KILL))
                .ifPresent(_ -> shutdown.warn("kill_signal", "what outlives its time gets SIGKILL", "remove it"));
        if (shutdown.has("timeout")) {
            int seconds = shutdown.seconds("timeout", 0, ClassicGlobal.LONGEST_SECONDS, global.shutdownSeconds());
            fields.put("terminationGracePeriodSeconds", seconds);
            if (seconds > global.shutdownSeconds()) {
                shutdown.warn(
                        "timeout",
                        seconds + " s do not fit into the " + global.shutdownSeconds()
                                + " s of global.shutdown_timeout",
                        "raise that one, or lower this one");
            }
        }
    }

    private RestartPolicy policy(ClassicMapping from, boolean oneshot) {
        Optional<RestartPolicy> own = from.value("restart", ClassicGlobal.RESTART);
        if (oneshot && own.isPresent() && own.get() == RestartPolicy.Always) {
            from.warn("restart", "a oneshot that has succeeded is not run again", "write on-failure or never");
            return RestartPolicy.OnFailure;
        }
        return own.orElse(oneshot ? RestartPolicy.Never : global.policy());
    }

    private List<Dependency> dependencies(ClassicMapping from) {
        Map<String, Dependency> dependencies = new HashMap<>();
        Optional<Place> list = from.at("depends_on");
        List<String> names = from.<List<String>>value("depends_on", DEPENDS_ON).orElse(List.of());
        List<Dependency> inOrder = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Place at = from.items(list.orElseThrow()).get(i);
            Optional<Declared> target = all.find(names.get(i));
            if (target.isEmpty()) {
                String shown = at.isHidden() ? "of this name" : Wording.quote(names.get(i));
                String hint = at.isHidden() || context.problems().full() ? "" : all.nearest(names.get(i));
                context.problems().error(at, "there is no process " + shown, hint);
            } else if (!target.get().runs()) {
                context.notes().warn(at, "that process is left out, so it is not waited for", "");
            } else {
                boolean completed = target.get().oneshot();
                Dependency dependency = new Dependency(
                        target.get().label(), completed ? DependencyCondition.Completed : DependencyCondition.Started);
                if (dependencies.putIfAbsent(dependency.name(), dependency) == null) {
                    inOrder.add(dependency);
                }
            }
        }
        return inOrder;
    }

    /** Messages name neither the values nor the names: a name may be a part of a value, as in {@code {A: b,c}}. */
    private List<EnvVar> env(ClassicMapping from) {
        List<EnvVar> variables = new ArrayList<>();
        ClassicMapping env = from.mapping("env");
        env.checkRepeated();
        for (Entry entry : env.entries().values()) {
            Place value = context.place(entry.value(), env.place().path(), true);
            Place name = new Place(entry.key(), value.path(), true);
            Optional<Object> readName = context.value(VARIABLE.type("name"), name);
            Optional<String> readValue = context.value(VARIABLE.type("value"), value);
            if (readName.isPresent() && readValue.isPresent()) {
                variables.add(
                        (EnvVar) VARIABLE.build(Map.of("name", readName.get(), "value", literal(readValue.get()))));
            }
        }
        return variables;
    }

    /** The text as podvisor has to be given it: there a dollar may begin a reference, here it does not. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    /** Names with SIG or without, in any case. */
    @SuppressWarnings("unchecked") // the field holds a Signal
    private static Type.Word<Signal> signal() {
        Type.Word<Signal> full = (Type.Word<Signal>) ProcessSpec.SHAPE.type("stopSignal");
        String brief = full.pattern().replace("SIG", "");
        return new Type.Word<>(full.what(), full.words(), "(?i)(SIG)?(" + brief + ")", word -> {
            String name = word.toUpperCase(Locale.ROOT);
            return full.parse().apply(name.startsWith("SIG") ? name : "SIG" + name);
        });
    }
}
