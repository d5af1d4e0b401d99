package dev.podvisor.cli;

import dev.podvisor.codec.SchemaWriter;
import dev.podvisor.codec.TreeText;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code podvisor schema}: prints the JSON Schema of a manifest. */
@Command(
        name = "schema",
        description = "Print the JSON Schema (draft 2020-12) of a manifest, for editors and other checkers.")
public final class SchemaCommand implements Callable<Integer> {

    enum Format {
        json,
        yaml
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.",
            defaultValue = "json")
    private Format format = Format.json;

    @Override
    public Integer call() {
        Map<String, Object> schema = SchemaWriter.processSet();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (format) {
                    case json -> TreeText.json(schema);
                    case yaml -> TreeText.yaml(schema);
                });
        out.flush();
        return ExitCode.OK;
    }
}
