package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** Tests of what the image does with the output of processes: a folder of logs, scripts that print, and what came of it. */
abstract class LoggingTests extends ImageTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MARKER = Pattern.compile("(?:\\S+ \\| )?podvisor suppressed (\\d+) lines: .*");

    Path logs;

    @BeforeEach
    void prepareLogs() throws IOException {
        logs = Files.createDirectory(folder.resolve("logs"));
    }

    /** A spec that counts each second, with these outputs of the set, one a line; LOGS is the folder of logs and FOLDER that of the test. */
    Path spec(String outputs, String processes) throws IOException {
        Path spec = podvisor.spec(at(processes));
        Path draft = folder.resolve("draft");
        Files.writeString(
                draft,
                Files.readString(spec) + "  usage: {intervalSeconds: 1}\n  logging:\n    outputs:\n"
                        + at(outputs).indent(6));
        return Files.move(draft, spec, StandardCopyOption.REPLACE_EXISTING);
    }

    private String at(String text) {
        return text.replace("LOGS", logs.toString()).replace("FOLDER", folder.toString());
    }

    /** A file that python runs. */
    void script(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), at(text));
    }

    void reload() throws Exception {
        Podvisor.Finished reload = podvisor.command("reload");
        assertThat(reload.exitCode()).as(reload.err()).isZero();
    }

    List<String> lines(String file) throws IOException {
        return Files.readAllLines(logs.resolve(file));
    }

    static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException problem) {
            throw new AssertionError(line, problem);
        }
    }

    static List<JsonNode> records(Path file) throws IOException {
        return Files.readString(file).lines().map(LoggingTests::json).toList();
    }

    /** What the records of a process have in a field; empty where one has none. */
    static List<String> values(List<JsonNode> records, String process, String pointer) {
        return records.stream()
                .filter(line -> line.get("process").textValue().equals(process))
                .map(line -> line.at(pointer).asText())
                .toList();
    }

    /** What became of the lines of a process's first replica. */
    JsonNode counts(String process) throws Exception {
        return podvisor.replica(process, 0).get("logs");
    }

    long count(String process, String pointer) throws Exception {
        JsonNode found = counts(process).at(pointer);
        if (found.isMissingNode()) {
            throw new AssertionError("no " + pointer + " in " + counts(process));
        }
        return found.asLong();
    }

    long dropped(String process) throws Exception {
        return count(process, "/dropped/Pressure")
                + count(process, "/dropped/RateLimit")
                + count(process, "/dropped/Closed");
    }

    /** How an output of the set does. */
    JsonNode output(String name) throws Exception {
        for (JsonNode output : podvisor.status().get("outputs")) {
            if (output.get("name").asText().equals(name)) {
                return output;
            }
        }
        throw new AssertionError("no output " + name);
    }

    static boolean isMarker(String line) {
        return MARKER.matcher(line).matches();
    }

    /** How many lines are missing by what the lines themselves say. */
    static long suppressed(Stream<String> lines) {
        return lines.map(MARKER::matcher)
                .filter(Matcher::matches)
                .mapToLong(marker -> Long.parseLong(marker.group(1)))
                .sum();
    }
}
