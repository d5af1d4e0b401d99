package dev.podvisor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment that podvisor was started with, as children get it: without what is meant for podvisor's own JVM, and with
 * the JVM variables that the launcher moved out of its way. Names and values are {@link ByteText}. Immutable.
 */
public final class Environment {

    /** Set by the launcher when the shell would lose a variable: the whole environment, base64. */
    static final String WHOLE = "PODVISOR_SAVED_ENVIRON";

    /** No variable at all. */
    public static final Environment EMPTY = new Environment(Map.of());

    private static final String SAVED = "PODVISOR_SAVED_";
    private static final String OWN_FLAGS = "PODVISOR_JAVA_OPTIONS";

    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Reads it from {@code /proc/self/environ}, because the JDK decodes values by the locale and loses bytes. */
    public static Environment ofSupervisor(Path environ) throws IOException {
        return new Environment(forChildren(parse(Files.readAllBytes(environ))));
    }

    static Environment of(Map<String, String> variables) {
        return new Environment(Map.copyOf(variables));
    }

    /** With one more variable. */
    public Environment with(String name, String value) {
        Map<String, String> more = copy();
        more.put(ByteText.ofSpec(name), ByteText.ofSpec(value));
        return new Environment(more);
    }

    Map<String, String> copy() {
        return new LinkedHashMap<>(variables);
    }

    private static Map<String, String> forChildren(Map<String, String> own) {
        String whole = own.get(WHOLE);
        if (whole != null) {
            own = parse(Base64.getDecoder().decode(whole));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        own.forEach((name, value) -> {
            if (name.startsWith(SAVED)) {
                variables.put(name.substring(SAVED.length()), value);
            } else if (!name.equals(OWN_FLAGS)) {
                variables.put(name, value);
            }
        });
        return variables;
    }

    private static Map<String, String> parse(byte[] block) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : splitAtNul(ByteText.of(block))) {
            int equals = entry.indexOf('=', 1);
            if (equals > 0) {
                // getenv(3) finds the first of two entries with one name, and so do we.
                variables.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables;
    }

    private static List<String> splitAtNul(String block) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = block.indexOf('\0'); at >= 0; at = block.indexOf('\0', from)) {
            parts.add(block.substring(from, at));
            from = at + 1;
        }
        if (from < block.length()) {
            parts.add(block.substring(from));
        }
        return parts;
    }
}
