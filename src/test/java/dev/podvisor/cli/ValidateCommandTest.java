package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {

    private static final String VALID = """
            apiVersion: podvisor.dev/v1alpha1
            kind: ProcessSet
            spec:
              processes:
                - {name: a, command: [a]}
                - {name: b, command: [b], replicas: 3}
                - {name: c, command: [c]}
            """;

    private static final String ONE = """
            apiVersion: podvisor.dev/v1alpha1
            kind: ProcessSet
            spec:
              processes:
                - name: a
                  command: [a]
                  restartPolicy: Never
                  maxRestarts: 1
            """;

    private static final String BAD = VALID.replace("replicas: 3", "replicas: three");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path valid = Path.of("");
    private Path one = Path.of("");
    private Path bad = Path.of("");

    @BeforeEach
    void write() throws IOException {
        valid = Files.writeString(folder.resolve("valid.yaml"), VALID);
        one = Files.writeString(folder.resolve("one.yaml"), ONE);
        bad = Files.writeString(folder.resolve("bad.yaml"), BAD);
    }

    @Test
    void aValidFileIsSaidToBeValid() {
        assertThat(run("", valid.toString())).isZero();
        assertThat(out).hasToString(valid + ": valid (3 processes, 5 replicas)\n");
        assertThat(err).hasToString("");
    }

    @Test
    void warningsAreShownButFailNothing() {
        assertThat(run("", one.toString())).isZero();
        assertThat(out).hasToString(one + ": valid (1 process, 1 replica, 1 warning)\n");
        assertThat(err)
                .hasToString(one + ":8:20: warning: spec.processes[0].maxRestarts:"
                        + " it has no effect with restartPolicy Never (remove it)\n");
    }

    @Test
    void everyFileIsCheckedAndOneThatCannotBeUsedDecides() {
        assertThat(run("", bad.toString(), valid.toString(), "missing.yaml")).isEqualTo(78);
        assertThat(out).hasToString(valid + ": valid (3 processes, 5 replicas)\n");
        assertThat(err.toString().lines())
                .containsExactly(
                        bad + ":6:41: cannot use spec.processes[1].replicas: \"three\" is not a whole number"
                                + " (write a whole number from 0 to 1000)",
                        "cannot read missing.yaml: no such file");
    }

    @Test
    void aDashIsStandardInput() {
        assertThat(run(VALID, "-")).isZero();
        assertThat(out).hasToString("standard input: valid (3 processes, 5 replicas)\n");
        assertThat(run("kind: @", "-")).isEqualTo(78);
        assertThat(err)
                .hasToString("standard input:1:7: cannot read the document: a text cannot begin with '@' (quote it)\n");
    }

    @Test
    void jsonIsOneDocumentOnStandardOutput() throws IOException {
        assertThat(run("", "-o", "json", valid.toString(), bad.toString(), one.toString(), "missing.yaml"))
                .isEqualTo(78);
        assertThat(err).hasToString("");
        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.get("valid").asBoolean()).isFalse();
        assertThat(document.at("/files/0").toString())
                .isEqualTo(
                        "{\"file\":\"" + valid + "\",\"valid\":true,\"processes\":3,\"replicas\":5,\"problems\":[]}");
        assertThat(document.at("/files/1").toString())
                .isEqualTo("{\"file\":\"" + bad
                        + "\",\"valid\":false,\"problems\":[{\"severity\":\"Error\",\"line\":6,\"column\":41,"
                        + "\"path\":\"spec.processes[1].replicas\",\"message\":\"\\\"three\\\" is not a whole number\","
                        + "\"hint\":\"write a whole number from 0 to 1000\"}]}");
        assertThat(document.at("/files/2/valid").asBoolean()).isTrue();
        assertThat(document.at("/files/2/problems/0/severity").asText()).isEqualTo("Warning");
        assertThat(document.at("/files/3/problems/0").toString())
                .isEqualTo("{\"severity\":\"Error\",\"path\":\"\",\"message\":\"no such file\",\"hint\":\"\"}");
    }

    @Test
    void jsonOfValidFilesIsASuccess() {
        assertThat(run("", "-o", "json", valid.toString())).isZero();
        assertThat(out.toString()).startsWith("{\n  \"valid\": true,\n").endsWith("}\n");
    }

    @Test
    void aFileNameCannotMoveTheCursor() {
        assertThat(run("", "a\u001b[2J.yaml")).isEqualTo(78);
        assertThat(err).hasToString("cannot read a?[2J.yaml: no such file\n");
    }

    @Test
    void wrongUsageIsNoVerdict() {
        assertThat(run("")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("", "-o", "xml", valid.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("", "a\0b")).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    private int run(String input, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return new CommandLine(new ValidateCommand(in))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
