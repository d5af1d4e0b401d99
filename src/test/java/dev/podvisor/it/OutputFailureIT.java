package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A file that cannot be written: its lines go to stdout, and back when it works again. */
class OutputFailureIT extends LoggingTests {

    private static final String OUTPUTS = """
            - {type: Stdout, source: Supervisor}
            - {type: Stderr, source: Supervisor}
            - {type: File, path: LOGS/small/a.log, source: Processes}
            """;

    private static final String TICKS = """
            import itertools, sys, time
            for i in itertools.count(1):
                print("0" * (96 - len(str(i))) + "-" + str(i), flush=True)
                if i > int(sys.argv[1]):
                    time.sleep(0.002)
            """;

    private static String ticks(int fast) {
        return "- {name: tick, command: [python3, FOLDER/ticks.py, \"" + fast + "\"]}\n";
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf('-') + 1));
    }

    /** All that has come, in no order: each line once. */
    private static void assertComplete(Collection<String> lines) {
        assertThat(lines.stream().map(OutputFailureIT::number))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, lines.size()).boxed().toList());
        assertThat(lines).allMatch(line -> line.matches("tick \\| 0+-\\d+") && line.length() == 104);
    }

    private List<String> fallback() throws IOException {
        return podvisor.out().lines().filter(line -> line.startsWith("tick | ")).toList();
    }

    private int warnings(String text) throws IOException {
        return podvisor.err().split(text, -1).length - 1;
    }

    private void awaitRefusal(String file, String problem) {
        podvisor.await(() -> output(file).get("problem").asText().equals(problem)
                && output(file).get("diverted").asLong() > 100);
    }

    private void awaitRecovery(String file) {
        podvisor.await(() -> output(file).get("problem").asText().isEmpty()
                && output(file).get("recoveries").asLong()
                        == output(file).get("failures").asLong());
    }

    @Test
    void aFolderGoesAndComesBack() throws Exception {
        int port = freePort();
        script("ticks.py", TICKS);
        Path small = Files.createDirectory(logs.resolve("small"));
        Path file = small.resolve("a.log");
        Path spec = spec(OUTPUTS, ticks(0));
        Files.writeString(spec, Files.readString(spec) + "  http: {port: " + port + ", address: 127.0.0.1}\n");
        podvisor.run(spec);
        podvisor.await(() -> Files.size(file) > 0);
        Path away = Files.move(small, logs.resolve("away"));
        awaitRefusal(file.toString(), "no such file or directory");
        podvisor.await(
                () -> HttpPortIT.scrape(port).contains("podvisor_log_output_working{output=\"" + file + "\"} 0"));
        assertThat(output(file.toString()).get("failures").asLong()).isEqualTo(1);

        Files.createDirectory(small);
        awaitRecovery(file.toString());
        podvisor.await(() -> Files.size(file) > 0);
        podvisor.await(
                () -> HttpPortIT.scrape(port).contains("podvisor_log_output_working{output=\"" + file + "\"} 1"));
        long diverted = output(file.toString()).get("diverted").asLong();
        assertThat(HttpPortIT.scrape(port))
                .contains(
                        "podvisor_log_output_fallback_total{output=\"" + file + "\"} " + diverted,
                        "podvisor_log_output_failures_total{output=\"" + file + "\"} 1",
                        "podvisor_log_output_recoveries_total{output=\"" + file + "\"} 1");
        assertThat(podvisor.stop()).isZero();

        assertThat(fallback()).hasSize((int) diverted);
        List<String> all = new ArrayList<>(Files.readAllLines(away.resolve("a.log")));
        all.addAll(fallback());
        all.addAll(Files.readAllLines(file));
        assertComplete(all);
        assertThat(all.stream().map(OutputFailureIT::number)).as("in order").isSorted();
        assertThat(warnings("cannot write to " + file + ": no such file or directory"))
                .isEqualTo(1);
        assertThat(podvisor.err()).contains(file + " takes output again; lines dropped meanwhile: 0");
        assertThat(podvisor.err()).doesNotContain("is lost");
    }

    @Test
    void aFullDiskHasWholeLinesOnlyAndNoneIsLost() throws Exception {
        script("ticks.py", TICKS);
        Path small = Files.createDirectory(logs.resolve("small"));
        podvisor.under(
                "unshare",
                "-m",
                "--",
                "sh",
                "-c",
                "mount -t tmpfs -o size=8m none " + small + " && head -c 8000000 /dev/zero >" + small
                        + "/other && exec \"$@\"",
                "sh");
        podvisor.run(spec(OUTPUTS, ticks(5000)));
        Path inside = Path.of("/proc/" + podvisor.pid() + "/root" + small);
        String file = small.resolve("a.log").toString();
        podvisor.awaitErr("cannot write to " + file + ": no space left on device");
        String full = Files.readString(inside.resolve("a.log"));
        assertThat("\n" + full).endsWith("\n");

        Files.delete(inside.resolve("other"));
        awaitRecovery(file);
        podvisor.await(() -> Files.size(inside.resolve("a.log")) > full.length());
        Podvisor.signal(podvisor.replica("tick", 0).get("pid").asLong(), "STOP");
        Instant stopped = Instant.now();
        podvisor.await(() -> countedAfter(stopped) == everything(inside).size());
        assertComplete(everything(inside));
        assertThat(warnings("cannot write to " + file))
                .as("it may take a few small pieces before nothing fits any more")
                .isEqualTo(output(file).get("failures").asInt());
        Podvisor.signal(podvisor.replica("tick", 0).get("pid").asLong(), "CONT");
        assertThat(podvisor.stop()).isZero();
    }

    private List<String> everything(Path where) throws IOException {
        List<String> all = new ArrayList<>(Files.readAllLines(where.resolve("a.log")));
        all.addAll(fallback());
        return all;
    }

    /** How many lines the process has printed, as counted after a time; -1 when that is still to be done. */
    private long countedAfter(Instant time) throws Exception {
        JsonNode status = podvisor.status();
        return Instant.parse(status.at("/self/at").asText()).isAfter(time)
                ? status.at("/processes/0/replicas/0/logs/lines").asLong()
                : -1;
    }
}
