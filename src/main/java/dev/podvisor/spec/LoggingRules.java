package dev.podvisor.spec;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The rules between the fields of {@link LoggingSpec}. Pure. */
final class LoggingRules {

    private static final String PATH = "spec.logging.outputs[";

    private final BiConsumer<String, String> process;
    private final Consumer<Violation> found;

    private LoggingRules(BiConsumer<String, String> process, Consumer<Violation> found) {
        this.process = process;
        this.found = found;
    }

    /** @param process is given the path and the name of each process that an output names */
    static void check(LoggingSpec logging, BiConsumer<String, String> process, Consumer<Violation> found) {
        new LoggingRules(process, found).check(logging);
    }

    private void check(LoggingSpec logging) {
        Map<Path, Integer> files = new HashMap<>();
        boolean own = false;
        for (int i = 0; i < logging.outputs().size(); i++) {
            OutputSpec output = logging.outputs().get(i);
            String at = PATH + i + "]";
            checkFile(at, output);
            checkSource(at, output);
            own |= output.takes(LogLevel.Error);
            if (!output.path().isEmpty()) {
                Integer earlier = files.putIfAbsent(Path.of(output.path()).normalize(), i);
                if (earlier != null) {
                    error(
                            at + ".path",
                            "it is also the file of " + PATH + earlier + "]",
                            "give each output a file of its own, or make one of the two");
                }
            }
        }
        if (!own) {
            found.accept(new Violation(
                    "spec.logging.outputs",
                    "no output takes the supervisor's own log",
                    "add {type: Stderr, source: Supervisor}",
                    false));
        }
    }

    private void checkFile(String at, OutputSpec output) {
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
    }

    private void checkSource(String at, OutputSpec output) {
        boolean supervisor =
                output.source().filter(OutputSource.Supervisor::equals).isPresent();
        if (supervisor && !output.processes().isEmpty()) {
            error(at + ".processes", "source Supervisor takes lines of no process", "set source: All or remove this");
        }
        if (output.level().isPresent() && !output.takes(LogLevel.Error)) {
            error(
                    at + ".level",
                    "only the supervisor's own log has levels, which this output does not take",
                    "set source: All or remove this");
        }
        for (int p = 0; p < output.processes().size(); p++) {
            process.accept(at + ".processes[" + p + "]", output.processes().get(p));
        }
    }

    private void error(String path, String text, String hint) {
        found.accept(new Violation(path, text, hint, true));
    }
}
