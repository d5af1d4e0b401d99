package dev.podvisor.cli;

import dev.podvisor.codec.Problem;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecReader;
import dev.podvisor.codec.TreeText;
import dev.podvisor.spec.ProcessSpec;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podvisor validate SPEC...}: names every problem of manifests, or folders of them, with its place. */
@Command(
        name = "validate",
        description = "Check manifests and name every problem with its line and column.",
        footer = {"", "Exit codes: 0 all can be used, warnings or not; 64 wrong usage; 78 one cannot be used."})
public final class ValidateCommand implements Callable<Integer> {

    enum Format {
        text,
        json
    }

    private record Checked(String file, ReadResult result) {}

    private final InputStream standardInput;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "SPEC",
            description = "Manifests (YAML or JSON) or folders of *.yaml files; - is standard input.")
    private List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private Format format = Format.text;

    public ValidateCommand() {
        this(System.in);
    }

    ValidateCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        List<Checked> all = new ArrayList<>();
        for (Path file : files) {
            all.add(check(file));
        }
        boolean valid = all.stream().allMatch(checked -> checked.result() instanceof ReadResult.Spec);
        switch (format) {
            case text -> all.forEach(this::print);
            case json -> spec.commandLine().getOut().print(TreeText.json(document(all, valid)));
        }
        spec.commandLine().getErr().flush();
        spec.commandLine().getOut().flush();
        return valid ? ExitCode.OK : ExitCode.UNUSABLE;
    }

    private Checked check(Path file) {
        if (file.toString().equals("-")) {
            return new Checked("standard input", SpecReader.read("standard input", standardInput));
        }
        return new Checked(file.toString(), SpecReader.read(file));
    }

    /** Problems go to standard error, so that the verdicts can be piped. */
    private void print(Checked checked) {
        PrintWriter err = spec.commandLine().getErr();
        for (Problem problem : checked.result().problems()) {
            err.println(CommandText.harmless(problem.toString()));
        }
        if (checked.result() instanceof ReadResult.Spec valid) {
            int warnings = valid.warnings().size();
            err.flush();
            spec.commandLine()
                    .getOut()
                    .println(CommandText.harmless(checked.file()) + ": valid ("
                            + count(processes(valid).size(), "process", "processes") + ", "
                            + count(replicas(valid), "replica", "replicas")
                            + (warnings == 0 ? "" : ", " + count(warnings, "warning", "warnings")) + ")");
        }
    }

    private static Map<String, Object> document(List<Checked> all, boolean valid) {
        List<Object> files = new ArrayList<>();
        for (Checked checked : all) {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("file", checked.file());
            file.put("valid", checked.result() instanceof ReadResult.Spec);
            if (checked.result() instanceof ReadResult.Spec usable) {
                file.put("processes", processes(usable).size());
                file.put("replicas", replicas(usable));
            }
            file.put(
                    "problems",
                    checked.result().problems().stream()
                            .map(problem -> tree(problem, checked.file()))
                            .toList());
            files.add(file);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("valid", valid);
        document.put("files", files);
        return document;
    }

    /** A problem of a whole file has no line and column; one in a file of a folder names it. */
    private static Map<String, Object> tree(Problem problem, String checked) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("severity", problem.severity().name());
        if (!problem.file().equals(checked)) {
            tree.put("file", problem.file());
        }
        if (problem.line() > 0) {
            tree.put("line", problem.line());
            tree.put("column", problem.column());
        }
        tree.put("path", problem.path());
        tree.put("message", problem.text());
        tree.put("hint", problem.hint());
        return tree;
    }

    private static List<ProcessSpec> processes(ReadResult.Spec valid) {
        return valid.set().spec().processes();
    }

    private static int replicas(ReadResult.Spec valid) {
        return processes(valid).stream().mapToInt(ProcessSpec::replicas).sum();
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
