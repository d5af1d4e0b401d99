package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real program on real files: several outputs, rotation at full speed, reopening, and outputs that come and go. */
class FileRotationIT extends ImageTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINES = 600_000;

    private Path logs;

    @BeforeEach
    void prepare() throws IOException {
        logs = Files.createDirectory(folder.resolve("logs"));
    }

    /** A spec with these outputs, one a line. */
    private Path spec(String outputs, String processes) throws IOException {
        Path spec = podvisor.spec(processes);
        Path draft = folder.resolve("draft");
        Files.writeString(draft, Files.readString(spec) + "  logging:\n    outputs:\n" + outputs.indent(6));
        return Files.move(draft, spec, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The backups of a file, oldest first, and the file. */
    private List<Path> files(String name) throws IOException {
        try (Stream<Path> all = Files.list(logs)) {
            return Stream.concat(
                            all.filter(file -> file.getFileName().toString().startsWith(name + "."))
                                    .sorted(),
                            Stream.of(logs.resolve(name)))
                    .toList();
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String everything(String name) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files(name)) {
            String text = text(file);
            assertThat(text).as("whole lines in %s", file).endsWith("\n");
            all.append(text);
        }
        return all.toString();
    }

    private static String numbered(int lines) {
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            expected.append("seq | ").append(i).append('\n');
        }
        return expected.toString();
    }

    @Test
    void everyLineIsThereOnceAndInOrderAcrossRotations() throws Exception {
        podvisor.run(
                spec("""
                - {type: File, path: %s/seq.log, processes: [seq], rotation: {maxSize: 1Mi, maxBackups: 100}}
                - {type: Stderr, source: Supervisor}
                """.formatted(logs), "- {name: seq, command: [seq, \"" + LINES + "\"], restartPolicy: Never}\n"));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(everything("seq.log")).isEqualTo(numbered(LINES));
        List<Path> files = files("seq.log");
        assertThat(files.size()).isGreaterThan(5);
        for (Path file : files) {
            assertThat(text(file).length()).as(file.toString()).isLessThanOrEqualTo(1024 * 1024);
        }
        assertThat(podvisor.out()).isEmpty();
        assertThat(podvisor.err()).contains("started process seq").doesNotContain("WARN");
    }

    @Test
    void aChildThatNeverStopsFillsNoDisk() throws Exception {
        podvisor.run(spec("""
                - {type: File, path: %s/yes.log, rotation: {maxSize: 1Mi, maxBackups: 3}}
                """.formatted(logs), "- {name: spew, command: [\"yes\", spewed]}\n"));
        podvisor.await(() -> files("yes.log").size() > 3);
        long most = 0;
        for (int i = 0; i < 200; i++) {
            long sum = 0;
            for (Path file : files("yes.log")) {
                try {
                    sum += Files.size(file);
                } catch (IOException gone) {
                    continue; // rotated meanwhile
                }
            }
            most = Math.max(most, sum);
        }
        assertThat(most).isLessThanOrEqualTo(5L * 1024 * 1024); // one of them being compressed
        assertThat(podvisor.stop()).isZero();
        podvisor.await(() -> files("yes.log").size() <= 4);
    }

    @Test
    void everyOutputTakesWhatItChoosesInItsOwnForm() throws Exception {
        podvisor.run(spec("""
                - {type: Stdout, format: Json}
                - {type: File, path: %1$s/web.log, processes: [web]}
                - {type: File, path: %1$s/own.json, format: Json, source: Supervisor, level: Warning}
                """.formatted(logs), """
                - {name: web, command: [sh, -c, 'echo "say \\"hi\\""; echo oops >&2; printf "\\\\377\\\\n"'], restartPolicy: Never}
                - {name: other, command: [sh, -c, "echo other; exit 3"], restartPolicy: Never, criticality: BestEffort}
                """));

        assertThat(podvisor.waitFor()).isEqualTo(3);
        List<JsonNode> lines = Files.readString(podvisor.stdout)
                .lines()
                .map(FileRotationIT::json)
                .toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.properties().stream().map(field -> field.getKey()))
                        .containsExactlyInAnyOrder(
                                "@timestamp", "level", "message", "process", "replica", "pid", "stream"));
        assertThat(messages(lines, "web", "stdout")).containsExactly("say \"hi\"", "\ufffd");
        assertThat(messages(lines, "web", "stderr")).containsExactly("oops");
        assertThat(messages(lines, "other", "stdout")).containsExactly("other");
        assertThat(messages(lines, "podvisor", "log")).anyMatch(text -> text.startsWith("started process web"));
        assertThat(logs.resolve("web.log")).isRegularFile();
        assertThat(Files.readAllBytes(logs.resolve("web.log")))
                .hasSize("web | say \"hi\"\nweb | oops\nweb | .\n".length());
        assertThat(Files.readAllLines(logs.resolve("own.json")))
                .allSatisfy(
                        line -> assertThat(json(line).get("level").textValue()).isIn("WARN", "ERROR"));
        assertThat(podvisor.err()).isEmpty();
    }

    private static List<String> messages(List<JsonNode> lines, String process, String stream) {
        return lines.stream()
                .filter(line -> line.get("process").textValue().equals(process)
                        && line.get("stream").textValue().equals(stream))
                .map(line -> line.get("message").textValue())
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException problem) {
            throw new AssertionError(line, problem);
        }
    }

    @Test
    void usr1OpensTheFileThatALogrotateHasMade() throws Exception {
        Path log = logs.resolve("a.log");
        podvisor.run(spec(
                "- {type: File, path: " + log + "}\n",
                "- {name: tick, command: [sh, -c, 'i=0; while :; do i=$((i+1)); echo $i; sleep 0.01; done']}\n"));
        podvisor.await(() -> Files.exists(log) && Files.readString(log).contains("tick | 5\n"));
        Files.move(log, logs.resolve("a.log.1"));
        Files.createFile(log);
        podvisor.signal("USR1");
        podvisor.await(() -> Files.readString(log).contains("tick | "));

        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err()).isEmpty();
        List<String> ticks = Stream.of(logs.resolve("a.log.1"), log)
                .flatMap(FileRotationIT::lines)
                .filter(line -> line.startsWith("tick | "))
                .toList();
        for (int i = 0; i < ticks.size(); i++) {
            assertThat(ticks.get(i)).isEqualTo("tick | " + (i + 1));
        }
        assertThat(Files.readString(log)).contains("received SIGUSR1: opening the log files anew");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    @Test
    void outputsComeAndGoWithoutAChildNoticingOrALineLost() throws Exception {
        String processes =
                "- {name: seq, command: [sh, -c, 'seq 3000000; echo end'], restartPolicy: Never}\n- {name: stay, command: [sleep, '1000.21']}\n";
        String first = "- {type: File, path: " + logs + "/a.log, processes: [seq]}\n";
        String second = "- {type: File, path: " + logs + "/b.log, source: Processes}\n";
        String own = "- {type: Stderr, source: Supervisor}\n";
        podvisor.run(spec(first + own, processes));
        podvisor.awaitErr("started process seq");
        spec(second + first + own, processes);
        podvisor.signal("HUP");
        podvisor.await(() -> Files.exists(logs.resolve("b.log")));
        spec(second + own, processes);
        podvisor.signal("HUP");
        podvisor.await(() -> Files.readString(logs.resolve("b.log")).contains("seq | end\n"));

        assertThat(podvisor.replica("seq", 0).get("restarts").asInt()).isZero();
        assertThat(podvisor.stop()).isZero();
        List<String> a = Files.readAllLines(logs.resolve("a.log"));
        List<String> b = Files.readAllLines(logs.resolve("b.log"));
        assertThat(b.getLast()).isEqualTo("seq | end");
        int begin = Integer.parseInt(b.getFirst().substring(6));
        assertThat(a.size()).as("a takes all until it goes").isGreaterThanOrEqualTo(begin - 1);
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.get(i)).isEqualTo(i == 3_000_000 ? "seq | end" : "seq | " + (i + 1));
        }
        for (int i = 0; i < b.size() - 1; i++) {
            assertThat(b.get(i)).isEqualTo("seq | " + (begin + i));
        }
        assertThat(begin + b.size() - 2).isEqualTo(3_000_000);
    }
}
