package dev.podvisor.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The rules between the fields of outputs, those of the set and those of processes. Pure; for one spec. */
final class LoggingRules {

    private static final int MOST_PORT = 65_535;
    private static final String UNIX = "unix://";

    /** What {@code sun_path} holds besides its NUL (unix(7)). */
    private static final int MOST_SOCKET_BYTES = 107;

    private final BiConsumer<String, String> process;
    private final Consumer<Violation> found;

    /** The path of the output for each file, whoever has it. */
    private final Map<String, String> files = new HashMap<>();

    /** @param process is given the path and the name of each process that an output names */
    LoggingRules(BiConsumer<String, String> process, Consumer<Violation> found) {
        this.process = process;
        this.found = found;
    }

    /** Checks the outputs of the set; they come first. */
    void check(LoggingSpec logging) {
        String path = "spec.logging.outputs";
        boolean own = false;
        for (int i = 0; i < logging.outputs().size(); i++) {
            OutputSpec output = logging.outputs().get(i);
            String at = path + "[" + i + "]";
            checkTarget(at, output);
            checkSource(at, output);
            own |= output.takes(LogLevel.Error);
        }
        if (!own) {
            warning(path, "no output takes the supervisor's own log", "add {type: Stderr, source: Supervisor}");
        }
    }

    /** @param path of the logging of a process, such as {@code spec.processes[0].logging} */
    void check(String path, ProcessLogging logging) {
        for (int i = 0; i < logging.outputs().size(); i++) {
            OutputSpec output = logging.outputs().get(i);
            String at = path + ".outputs[" + i + "]";
            checkTarget(at, output);
            checkStreams(at, output);
            String hint = "remove it, or put the output below spec.logging";
            if (output.source().isPresent()) {
                error(at + ".source", "an output of a process takes the lines of this process", hint);
            }
            if (!output.processes().isEmpty()) {
                error(at + ".processes", "an output of a process takes the lines of this process alone", hint);
            }
        }
        new HandlingRules(path, found).check(logging);
    }

    private void checkTarget(String at, OutputSpec output) {
        boolean file = output.type() == OutputType.File;
        if (file && output.path().isEmpty()) {
            error(at, "a File has no path", "set path to the file");
        }
        if (!file && !output.path().isEmpty()) {
            error(at + ".path", output.type() + " has no path", "set type: File or remove this");
        }
        if (!file && output.rotation().isPresent()) {
            error(at + ".rotation", output.type() + " is not rotated", "set type: File or remove this");
        }
        if (output.syslog().isPresent()) {
            if (output.type() == OutputType.Syslog) {
                checkAddress(at + ".syslog.address", output.syslog().get().address());
            } else {
                error(at + ".syslog", output.type() + " has no server", "set type: Syslog or remove this");
            }
        }
        if (!output.path().isEmpty()) {
            String earlier = files.putIfAbsent(normal(output.path()), at);
            if (earlier != null) {
                error(
                        at + ".path",
                        "it is also the file of " + earlier,
                        "give each output a file of its own, or make one of the two");
            }
        }
    }

    private void checkAddress(String at, String address) {
        if (address.startsWith(UNIX)) {
            if (HandlingRules.bytes(address) - UNIX.length() > MOST_SOCKET_BYTES) {
                error(at, "a socket has a path of at most " + MOST_SOCKET_BYTES + " bytes", "use a shorter one");
            }
            return;
        }
        String port = address.substring(address.lastIndexOf(':') + 1);
        int number = Integer.parseInt(port); // the type takes at most five digits
        if (number < 1 || number > MOST_PORT) {
            error(at, port + " is no port", "write one from 1 to " + MOST_PORT + ", mostly 514");
        }
    }

    private void checkSource(String at, OutputSpec output) {
        boolean supervisor =
                output.source().filter(OutputSource.Supervisor::equals).isPresent();
        String hint = "set source: All or remove this";
        if (supervisor && !output.processes().isEmpty()) {
            error(at + ".processes", "source Supervisor takes lines of no process", hint);
        }
        if (supervisor && !output.streams().isEmpty()) {
            error(at + ".streams", "source Supervisor takes lines of no process", hint);
        }
        checkStreams(at, output);
        Set<String> seen = new HashSet<>();
        for (int p = 0; p < output.processes().size(); p++) {
            String name = output.processes().get(p);
            process.accept(at + ".processes[" + p + "]", name);
            if (!seen.add(name)) {
                error(at + ".processes[" + p + "]", "\"" + name + "\" is listed twice", "keep one of the two");
            }
        }
    }

    private void checkStreams(String at, OutputSpec output) {
        List<LogStream> streams = output.streams();
        if (streams.size() == 2 && streams.getFirst() == streams.getLast()) {
            error(at + ".streams[1]", streams.getLast() + " is listed twice", "keep one of the two");
        }
    }

    /** The path without empty parts, dots and double dots; by its text alone, as the locale may know no other characters. */
    static String normal(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private void error(String path, String text, String hint) {
        found.accept(new Violation(path, text, hint, true));
    }

    private void warning(String path, String text, String hint) {
        found.accept(new Violation(path, text, hint, false));
    }
}
