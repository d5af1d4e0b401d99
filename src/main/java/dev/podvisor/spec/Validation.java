package dev.podvisor.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules between fields of a spec. Pure; reports every violation at once. */
public final class Validation {

    /** So many violations are found at most: a hostile spec could have one for each pair of processes. */
    static final int MOST = 200;

    private static final int LONGEST_CYCLE = 10;

    private final ProcessSetSpec spec;
    private final boolean complete;
    private final Map<String, ProcessSpec> byName = new HashMap<>();
    private final List<Violation> found = new ArrayList<>();

    private Validation(ProcessSetSpec spec, boolean complete) {
        this.spec = spec;
        this.complete = complete;
    }

    /** The rules that the spec breaks, at most {@value #MOST}; an empty list when there is none. */
    public static List<Violation> check(ProcessSetSpec spec) {
        return check(spec, true);
    }

    /** @param complete whether there are no further processes, so that a name that is not there is wrong */
    public static List<Violation> check(ProcessSetSpec spec, boolean complete) {
        Validation validation = new Validation(spec, complete);
        validation.run();
        return List.copyOf(validation.found);
    }

    private void run() {
        Map<String, Integer> first = new HashMap<>();
        long replicas = 0;
        for (int i = 0; i < spec.processes().size(); i++) {
            ProcessSpec process = spec.processes().get(i);
            String path = "spec.processes[" + i + "]";
            Integer earlier = first.putIfAbsent(process.name(), i);
            if (earlier != null) {
                error(
                        path + ".name",
                        "\"" + process.name() + "\" is also the name of spec.processes[" + earlier + "]",
                        "each process needs a name of its own");
            }
            byName.putIfAbsent(process.name(), process);
            replicas += process.replicas();
        }
        if (replicas > ProcessSetSpec.MAX_REPLICAS) {
            error(
                    "spec.processes",
                    replicas + " replicas in all",
                    "at most " + ProcessSetSpec.MAX_REPLICAS + " of all processes together");
        }
        for (int i = 0; i < spec.processes().size(); i++) {
            checkProcess("spec.processes[" + i + "]", spec.processes().get(i));
        }
        checkCycles();
        checkSignals();
        checkLogging();
    }

    /** Its rules are loaded only where there is something to check. */
    private void checkLogging() {
        LoggingRules rules = null;
        if (spec.logging().isPresent()) {
            rules = new LoggingRules(this::checkName, this::add);
            rules.check(spec.logging().get());
        }
        for (int i = 0; i < spec.processes().size(); i++) {
            ProcessLogging logging = spec.processes().get(i).logging();
            if (!logging.isDefault()) {
                rules = rules == null ? new LoggingRules(this::checkName, this::add) : rules;
                rules.check("spec.processes[" + i + "].logging", logging);
            }
        }
    }

    private void checkName(String path, String name) {
        if (!byName.containsKey(name)) {
            missing(path, name, "name a process of this set");
        }
    }

    private void checkProcess(String path, ProcessSpec process) {
        checkDependencies(path, process);
        checkEnvironment(path, process);
        ResourceRules.check(path + ".resources", process.resources(), this::add);
        long budget = spec.stopBudget().toSeconds();
        if (process.terminationGracePeriodSeconds().isPresent()) {
            int grace = process.terminationGracePeriodSeconds().getAsInt();
            if (grace > budget) {
                warning(
                        path + ".terminationGracePeriodSeconds",
                        grace + " s do not fit into the " + budget + " s that a stop of everything may take",
                        "raise spec.terminationGracePeriodSeconds and the Pod's own to " + (grace + 2)
                                + " or lower this one");
            }
        }
        if (process.restartPolicy() == RestartPolicy.Never
                && process.maxRestarts().isPresent()) {
            warning(path + ".maxRestarts", "it has no effect with restartPolicy Never", "remove it");
        }
    }

    private void checkDependencies(String path, ProcessSpec process) {
        Set<String> seen = new HashSet<>();
        for (int d = 0; d < process.dependsOn().size(); d++) {
            Dependency dependency = process.dependsOn().get(d);
            String at = path + ".dependsOn[" + d + "]";
            ProcessSpec target = byName.get(dependency.name());
            if (target == null) {
                missing(at + ".name", dependency.name(), "name another process of this set");
            } else if (!seen.add(dependency.name())) {
                error(at + ".name", "\"" + dependency.name() + "\" is listed twice", "keep one of the two");
            } else if (dependency.condition() == DependencyCondition.Completed
                    && target.restartPolicy() == RestartPolicy.Always) {
                error(
                        at + ".condition",
                        "\"" + dependency.name() + "\" is restarted after every end, so it never completes",
                        "give it restartPolicy: OnFailure, or wait for Started or Ready");
            }
        }
    }

    private void checkEnvironment(String path, ProcessSpec process) {
        Set<String> seen = new HashSet<>();
        for (int e = 0; e < process.env().size(); e++) {
            EnvVar variable = process.env().get(e);
            String at = path + ".env[" + e + "]";
            if (variable.value().isPresent() && variable.valueFrom().isPresent()) {
                error(at, "it has a value and a valueFrom", "keep one of the two");
            }
            if (!seen.add(variable.name())) {
                warning(at + ".name", "\"" + variable.name() + "\" is set twice", "the last one wins");
            }
        }
    }

    private void checkSignals() {
        Set<Signal> seen = new HashSet<>();
        for (int i = 0; i < spec.signals().size(); i++) {
            SignalRule rule = spec.signals().get(i);
            String at = "spec.signals[" + i + "]";
            if (!seen.add(rule.signal())) {
                error(at + ".signal", rule.signal().name() + " is listed twice", "keep one of the two");
            }
            if (rule.action() != SignalAction.Forward && !rule.processes().isEmpty()) {
                error(
                        at + ".processes",
                        "only a forwarded signal goes to processes",
                        "set action: Forward or remove this");
            }
            for (int p = 0; p < rule.processes().size(); p++) {
                checkName(at + ".processes[" + p + "]", rule.processes().get(p));
            }
        }
    }

    private void checkCycles() {
        Set<String> done = new HashSet<>();
        for (int i = 0; i < spec.processes().size(); i++) {
            walk(spec.processes().get(i).name(), new LinkedHashSet<>(), done);
        }
    }

    /** Depth first, at most as deep as there are processes; each cycle is reported once. */
    private void walk(String name, LinkedHashSet<String> chain, Set<String> done) {
        ProcessSpec process = byName.get(name);
        if (process == null || done.contains(name)) {
            return;
        }
        if (!chain.add(name)) {
            if (!isFull()) {
                error(
                        "spec.processes[" + spec.processes().indexOf(process) + "].dependsOn",
                        "the dependencies form a cycle: " + cycle(new ArrayList<>(chain), name),
                        "remove one of them");
            }
            return;
        }
        for (Dependency dependency : process.dependsOn()) {
            walk(dependency.name(), chain, done);
        }
        chain.remove(name);
        done.add(name);
    }

    private static String cycle(List<String> chain, String name) {
        List<String> cycle = chain.subList(chain.indexOf(name), chain.size());
        int more = cycle.size() - LONGEST_CYCLE;
        return more > 0
                ? String.join(" -> ", cycle.subList(0, LONGEST_CYCLE)) + " -> … " + more + " more … -> " + name
                : String.join(" -> ", cycle) + " -> " + name;
    }

    private void missing(String path, String name, String otherwise) {
        if (complete) {
            error(path, "there is no process \"" + name + "\"", nearest(name, otherwise));
        }
    }

    private String nearest(String name, String otherwise) {
        return isFull()
                ? otherwise
                : Suggestion.didYouMean(name, byName.keySet()).orElse(otherwise);
    }

    private boolean isFull() {
        return found.size() >= MOST;
    }

    private void error(String path, String text, String hint) {
        add(new Violation(path, text, hint, true));
    }

    private void warning(String path, String text, String hint) {
        add(new Violation(path, text, hint, false));
    }

    private void add(Violation violation) {
        if (!isFull()) {
            found.add(violation);
        }
    }
}
