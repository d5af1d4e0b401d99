package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A reader of stdout that is slow, or none: how long that holds up whom, and what is lost. */
class LogPressureIT extends LoggingTests {

    /** Of 100 bytes: too much for what is left of stdout, and little enough for a file's buffer though nobody wrote it. */
    private static final int LINES = 9_000;

    /** Stands for 10 MB more than stdout has room for. */
    private static final int FILLER = 100_000;

    private static final String PRINTS = """
            import sys
            name, lines = sys.argv[1], int(sys.argv[2])
            for i in range(1, lines + 1):
                print(name + "0" * (98 - len(name) - len(str(i))) + "-" + str(i))
            """;

    private static String process(String name, int lines, String rest) {
        return """
                - name: %1$s
                  command: [python3, FOLDER/prints.py, %1$s, "%2$d"]
                  restartPolicy: Never
                """.formatted(name, lines) + rest.indent(2);
    }

    private static final String AFTER_FILLER = "dependsOn: [{name: filler, condition: Completed}]\n";

    private static String file(String name, String policy) {
        return AFTER_FILLER + "logging: {" + policy + ", outputs: [{type: File, path: LOGS/" + name + ".log}]}\n";
    }

    @Test
    void eachPolicyLetsItsProcessEndAndEveryLineIsAccountedFor() throws Exception {
        script("prints.py", PRINTS);
        podvisor.run(
                spec(
                        "- {type: Stdout, source: Processes}\n- {type: Stderr, source: Supervisor}\n",
                        process("filler", FILLER, "logging: {pressure: DropNewest}\n")
                                + process("waits", LINES, file("waits", "pressure: Block, blockSeconds: 1"))
                                + process("oldest", LINES, file("oldest", "pressure: DropOldest"))
                                + process("newest", LINES, file("newest", "pressure: DropNewest"))
                                + "- {name: stays, command: [sleep, \"1000.32\"]}\n"),
                ProcessBuilder.Redirect.PIPE);
        List<String> limited = List.of("waits", "oldest", "newest");
        podvisor.await(() -> {
            for (String name : limited) {
                if (!podvisor.replica(name, 0).get("state").asText().equals("Completed")
                        || count(name, "/lines") != LINES
                        || lines(name + ".log").size() != LINES) {
                    return false;
                }
            }
            return true;
        });
        for (String name : limited) {
            assertThat(lines(name + ".log"))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, LINES)
                            .mapToObj(i -> line(name, i))
                            .toList());
        }

        List<String> taken = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readAll(taken));
        podvisor.awaitErr("stdout takes output again");
        podvisor.await(() -> {
            for (String name : limited) {
                if (kept(taken, name).size() + dropped(name) != LINES) {
                    return false;
                }
            }
            return true;
        });
        assertThat(podvisor.stop()).isZero();
        reader.join();

        for (String name : List.of("filler", "waits", "oldest", "newest")) {
            List<String> kept = kept(taken, name);
            int printed = name.equals("filler") ? FILLER : LINES;
            long missing = suppressed(taken.stream().filter(line -> line.startsWith(name + " | ")));
            assertThat(missing).as(name).isPositive();
            assertThat(kept.size() + missing).as(name).isEqualTo(printed);
            assertThat(kept).as(name).doesNotHaveDuplicates();
        }
        assertThat(taken).as("the newest").contains("oldest | " + line("oldest", LINES));
        assertThat(taken).as("the first").contains("filler | " + line("filler", 1));
    }

    private static List<String> kept(List<String> taken, String name) {
        return List.copyOf(taken).stream()
                .filter(line -> line.startsWith(name + " | ") && !isMarker(line))
                .toList();
    }

    private static String line(String name, int number) {
        String digits = Integer.toString(number);
        return name + "0".repeat(98 - name.length() - digits.length()) + "-" + digits;
    }

    private void readAll(List<String> into) {
        try (BufferedReader in = podvisor.process().inputReader(StandardCharsets.US_ASCII)) {
            in.lines().forEach(into::add);
        } catch (IOException end) {
            throw new UncheckedIOException(end);
        }
    }

    private void runThatHasPrinted() throws Exception {
        script("prints.py", PRINTS);
        podvisor.run(
                spec(
                        "- {type: Stdout, source: Processes}\n- {type: Stderr, source: Supervisor}\n",
                        "- {name: web, command: [sh, -c, 'python3 FOLDER/prints.py web " + LINES
                                + "; touch FOLDER/printed; exec sleep 1000.32']}\n"),
                ProcessBuilder.Redirect.PIPE);
        podvisor.await(() -> Files.exists(folder.resolve("printed")));
    }

    @Test
    void aSlowReaderGetsAllOfItAfterTheEndIsAskedFor() throws Exception {
        runThatHasPrinted();
        podvisor.signal("TERM");
        podvisor.awaitErr("stopping everything");

        StringBuilder taken = new StringBuilder();
        try (InputStream in = podvisor.process().getInputStream()) {
            byte[] chunk = new byte[16 * 1024];
            for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
                taken.append(new String(chunk, 0, size, StandardCharsets.US_ASCII));
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos()); // so slow it is
            }
        }
        assertThat(podvisor.waitFor()).isZero();
        assertThat(taken.toString().lines())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, LINES)
                        .mapToObj(i -> "web | " + line("web", i))
                        .toList());
        assertThat(podvisor.err()).doesNotContain("is lost");
    }

    @Test
    void aReaderThatTakesNothingDoesNotKeepItFromEnding() throws Exception {
        runThatHasPrinted();
        long before = System.nanoTime();
        assertThat(podvisor.stop()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("of the grace period of 10 s")
                .isLessThan(Duration.ofSeconds(10));
        assertThat(podvisor.err()).contains("cannot write all output of the processes in time: the rest is lost");
    }
}
