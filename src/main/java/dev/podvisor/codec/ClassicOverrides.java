package dev.podvisor.codec;

import dev.podvisor.codec.ClassicKeys.Key;
import dev.podvisor.codec.ClassicKeys.Use;
import dev.podvisor.codec.Node.Entry;
import dev.podvisor.codec.Node.Mapping;
import dev.podvisor.codec.Node.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Variables that win over the document, such as {@code PODVISOR_GLOBAL_SHUTDOWN_TIMEOUT} and
 * {@code PODVISOR_PROCESS_PHP_FPM_ENV_MODE}; a prefix of the ancestors does as well, behind ours. What they set stands where the
 * document has it, or else its process.
 */
final class ClassicOverrides {

    private static final List<String> PREFIXES = List.of("PODVISOR_", "CBOX_INIT_", "PHPEEK_PM_");
    private static final String GLOBAL = "GLOBAL_";
    private static final String PROCESS = "PROCESS_";
    private static final String ENV = "ENV_";

    private final Map<String, String> variables;
    private final ClassicNotes notes;
    private final Map<Node, String> origins = new IdentityHashMap<>();
    private final Set<List<String>> done = new HashSet<>();

    ClassicOverrides(Map<String, String> variables, ClassicNotes notes) {
        this.variables = new TreeMap<>(variables);
        this.notes = notes;
    }

    /** By identity, the nodes that a variable has put in, and its name. */
    Map<Node, String> origins() {
        return origins;
    }

    Node apply(Node root) {
        Node changed = root;
        for (String prefix : PREFIXES) {
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                if (variable.getKey().startsWith(prefix)) {
                    String rest = variable.getKey().substring(prefix.length());
                    changed = apply(changed, variable.getKey(), rest, variable.getValue());
                }
            }
        }
        return changed;
    }

    private Node apply(Node root, String variable, String rest, String value) {
        if (rest.startsWith(GLOBAL)) {
            String key = rest.substring(GLOBAL.length());
            return put(root, List.of(ClassicKeys.GLOBAL), ClassicKeys.GLOBAL, variable, key, value);
        }
        return rest.startsWith(PROCESS) ? ofProcess(root, variable, rest.substring(PROCESS.length()), value) : root;
    }

    private Node ofProcess(Node root, String variable, String rest, String value) {
        boolean found = false;
        for (String name : names(root)) {
            String start = encoded(name) + "_";
            if (rest.startsWith(start)) {
                found = true;
                List<String> process = List.of("processes", name);
                String key = rest.substring(start.length());
                if (key.startsWith(ENV) && key.length() > ENV.length()) {
                    List<String> keys = new ArrayList<>(process);
                    keys.add("env");
                    keys.add(key.substring(ENV.length()));
                    return put(root, keys, variable, value);
                }
                if (match(ClassicKeys.PROCESS, key).isPresent()) {
                    return put(root, process, ClassicKeys.PROCESS, variable, key, value);
                }
            }
        }
        warn(root, variable, found ? "there is no such key" : "there is no process of this name", "it has no effect");
        return root;
    }

    /** The names of processes, longer ones first: WEB_API_SCALE is for web-api, even if there is a web. */
    private static List<String> names(Node root) {
        List<String> names = new ArrayList<>();
        if (Locator.key(root, "processes").orElse(root) instanceof Mapping processes) {
            names.addAll(processes.entries().keySet());
        }
        names.sort(Comparator.comparingInt(String::length).reversed());
        return names;
    }

    private static String encoded(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }

    /** The key that the rest of a variable's name stands for; of one that does not work, also with more behind it. */
    private static Optional<Key> match(String parent, String rest) {
        Optional<Key> longer = Optional.empty();
        for (Key key : ClassicKeys.ALL) {
            if (key.path().startsWith(parent + ".") && key.isSingle()) {
                String name = variable(key, parent);
                if (rest.equals(name)) {
                    return Optional.of(key);
                }
                if (key.use() != Use.Works && rest.startsWith(name + "_")) {
                    longer = Optional.of(key);
                }
            }
        }
        return longer;
    }

    private static String variable(Key key, String parent) {
        return encoded(key.path().substring(parent.length() + 1).replace("_*", ""));
    }

    private Node put(Node root, List<String> above, String parent, String variable, String rest, String value) {
        Optional<Key> key = match(parent, rest);
        if (key.isEmpty()) {
            warn(root, variable, "there is no such key", "it has no effect");
            return root;
        }
        if (!rest.equals(variable(key.get(), parent))) {
            warn(root, variable, key.get().warning(), key.get().text());
            return root;
        }
        List<String> keys = new ArrayList<>(above);
        keys.addAll(List.of(key.get().path().substring(parent.length() + 1).split("\\.")));
        return put(root, keys, variable, value);
    }

    private Node put(Node root, List<String> keys, String variable, String value) {
        boolean env = keys.size() == 4 && keys.get(2).equals("env");
        if (value.isBlank() && !env || !done.add(keys)) {
            return root;
        }
        return put(root, keys, 0, variable, value);
    }

    private Node put(Node node, List<String> keys, int depth, String variable, String value) {
        boolean absent = node instanceof Scalar scalar && scalar.isNull();
        if (depth == keys.size()) {
            Node set = ClassicOverride.node(keys, value, node);
            origins.put(set, variable);
            return set;
        }
        if (!(node instanceof Mapping) && !absent) {
            return node; // reported when it is read
        }
        Mapping mapping = node instanceof Mapping given ? given : empty(node);
        String name = keys.get(depth);
        Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
        Entry old = entries.get(name);
        Scalar key = old == null ? new Scalar(name, true, false, node.line(), node.column()) : old.key();
        Node below = old == null ? new Scalar("", false, false, node.line(), node.column()) : old.value();
        entries.put(name, new Entry(key, put(below, keys, depth + 1, variable, value)));
        return new Mapping(entries, mapping.repeated(), mapping.size(), mapping.line(), mapping.column());
    }

    private static Mapping empty(Node at) {
        return new Mapping(Map.of(), List.of(), 1, at.line(), at.column());
    }

    private void warn(Node at, String variable, String text, String hint) {
        notes.warn(at, new Trail.Root().key(variable), text, hint);
    }
}
