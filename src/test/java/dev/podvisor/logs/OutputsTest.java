package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.linux.Libc;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.OutputSource;
import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several outputs at once. */
class OutputsTest extends SeveralOutputs {

    private static final int LINES = 60_000;

    OutputsTest() {
        super(Duration.ofMillis(200));
    }

    private OutputSpec file(String name, OutputFormat format, OutputSource source, LogLevel level) {
        return LogSpecs.output(
                OutputType.File,
                Map.of(
                        "format", format,
                        "path", folder.resolve(name).toString(),
                        "source", source,
                        "level", level));
    }

    private OutputSpec file(String name) {
        return file(name, OutputFormat.Text, OutputSource.Processes, LogLevel.Info);
    }

    private TestPipe attach(LogStream stream) {
        return attach(new Origin("web", "web", 0, 1, stream, Map.of()));
    }

    /** Prints so many lines of 100 bytes and ends. */
    private void print(int lines) {
        byte[] line = ("x".repeat(99) + "\n").getBytes(US_ASCII);
        try (TestPipe pipe = attach(LogStream.Stdout)) {
            for (int i = 0; i < lines; i++) {
                pipe.write(line);
            }
        }
    }

    @Test
    void aStuckOutputLosesLinesOfItsOwnAndNoneOfAnothers() throws Exception {
        String fifo = folder.resolve("fifo").toString();
        assertThat(new ProcessBuilder("mkfifo", fifo).start().waitFor()).isZero();
        int reader = Libc.open(fifo, Libc.O_RDONLY | Libc.O_NONBLOCK, 0); // reads nothing
        follow(file("fifo"), file("all"));
        print(LINES);
        await().atMost(Rig.SOON).until(() -> pump.attached() == 0);
        outputs.flush(Duration.ZERO);
        await().atMost(Rig.SOON).until(() -> account(1).written() == LINES);
        assertThat(Files.readAllLines(folder.resolve("all"))).hasSize(LINES);
        assertThat(account(1).dropped()).isZero();
        assertThat(account(0).dropped()).isPositive();

        outputs.close(); // what is still in the buffer is lost, too
        assertThat(account(0).written() + account(0).dropped()).isEqualTo(LINES);
        assertThat(web.written()).isEqualTo(account(0).written() + LINES);
        assertThat(web.dropped()).isEqualTo(account(0).dropped());
        Libc.close(reader);
    }

    private LogSource account(int way) {
        return outputs.routing().ways.get(way).account(web);
    }

    @Test
    void outputsChangeBetweenLines() throws Exception {
        TestPipe pipe = attach(LogStream.Stdout);
        pipe.write("one\n");
        await().atMost(Rig.SOON).until(() -> web.written() == 1);
        follow(file("a"));
        pipe.write("two\nthr");
        await().atMost(Rig.SOON).until(() -> web.written() == 2);
        follow(file("b", OutputFormat.Json, OutputSource.All, LogLevel.Info), file("a"));
        pipe.write("ee\n");
        await().atMost(Rig.SOON).until(() -> web.written() == 4);
        follow(file("b"));
        pipe.write("four\n");
        pipe.close();
        assertThat(pump.drain(Rig.SOON)).isTrue();

        assertThat(folder.resolve("stdout")).hasContent("web | one\n");
        assertThat(folder.resolve("a")).hasContent("web | two\nweb | three\n");
        List<String> b = Files.readAllLines(folder.resolve("b"));
        assertThat(b).hasSize(2);
        assertThat(b.getFirst()).contains("\"message\":\"three\"");
        assertThat(b.getLast()).isEqualTo("web | four");
        assertThat(web.dropped()).isZero();
    }

    @Test
    void theOwnLogGoesWhereItIsTaken() throws Exception {
        journal.info("early");
        await().atMost(Rig.SOON).until(() -> stderr.size() == 1);
        follow(
                file("all", OutputFormat.Json, OutputSource.All, LogLevel.Info),
                file("bad", OutputFormat.Text, OutputSource.Supervisor, LogLevel.Warning));
        journal.info("fine");
        journal.warn("odd");
        journal.error("wrong", new IllegalStateException("stuck"));
        Path file = folder.resolve("all");
        await().atMost(Rig.SOON)
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() == 3);
        outputs.close();
        journal.warn("late");
        journal.close();

        List<String> all = Files.readAllLines(file);
        assertThat(all).hasSize(3);
        assertThat(all.get(0)).contains("\"message\":\"fine\"", "\"level\":\"INFO\"");
        assertThat(all.get(2)).contains("\"message\":\"wrong\\n  java.lang.IllegalStateException: stuck\\n    at ");
        List<String> bad = Files.readAllLines(folder.resolve("bad"));
        assertThat(bad.get(0)).endsWith("WARN  podvisor | odd");
        assertThat(bad.get(1)).endsWith("ERROR podvisor | wrong");
        assertThat(stderr).hasSize(2);
        assertThat(stderr.getLast()).endsWith("| late\n");
    }

    @Test
    void veryLongLinesOfControlCharactersPassAsJson() throws Exception {
        follow(file("all", OutputFormat.Json, OutputSource.Processes, LogLevel.Info));
        try (TestPipe pipe = attach(LogStream.Stderr)) {
            pipe.write(new byte[LineCutter.MAX_LINE + 10]);
            pipe.write("\n");
        }
        assertThat(pump.drain(Rig.SOON)).isTrue();
        List<String> lines = Files.readAllLines(folder.resolve("all"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .contains("\"message\":\"" + "\\u0000".repeat(LineCutter.MAX_LINE) + "\",\"partial\":true}");
        assertThat(lines.get(1)).endsWith("\"message\":\"" + "\\u0000".repeat(10) + "\"}");
    }
}
