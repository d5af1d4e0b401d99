package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutputIT extends ImageTests {

    @Test
    void everythingPrintedJustBeforeTheEndIsThere() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: seq, command: [seq, "200000"], restartPolicy: Never}
                - {name: err, command: [sh, -c, "seq 50000 >&2; printf 'no newline'"], restartPolicy: Never}
                """));

        assertThat(podvisor.waitFor()).isZero();
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 200_000; i++) {
            expected.append(i).append('\n');
        }
        String seq = podvisor.out()
                .lines()
                .filter(line -> line.startsWith("seq | "))
                .map(line -> line.substring(6) + "\n")
                .collect(java.util.stream.Collectors.joining());
        assertThat(seq).isEqualTo(expected.toString());
        assertThat(podvisor.out().lines().filter(line -> line.startsWith("err | ")))
                .hasSize(50_001);
        assertThat(podvisor.out()).contains("err | no newline\n");
    }

    @Test
    void nonUtf8Output() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: raw, command: [printf, "\\\\377\\\\200a\\\\000b\\\\303\\\\n"], restartPolicy: Never}
                """));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(Files.readAllBytes(podvisor.stdout))
                .isEqualTo("raw | \u00ff\u0080a\0b\u00c3\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void stdoutNotSeekable() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: web, command: [sh, -c, "echo out >/dev/stdout; echo err >/dev/stderr"], restartPolicy: Never}
                """));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(podvisor.out().lines()).containsExactlyInAnyOrder("web | out", "web | err");
    }

    @Test
    void stuckStdoutBlocksAChildForAWhileThenDropsAndCounts() throws Exception {
        Path progress = folder.resolve("progress");
        podvisor.run(
                podvisor.spec("""
                        - name: spew
                          command:
                            - sh
                            - -c
                            - "i=0; while [ $i -lt 40000 ]; do i=$((i+1)); echo $i-$(printf %%0100d 1); done; echo done > %s; sleep 1000.9"
                        """.replace("%s", progress.toString())
                        .replace("%%", "%")
                        .replace("$(printf %0100d 1)", "0".repeat(100))),
                ProcessBuilder.Redirect.PIPE);
        podvisor.await(() -> Files.exists(progress));
        podvisor.awaitErr("cannot write to stdout: it is too slow");
        podvisor.await(() -> dropped() > 0);

        AtomicLong taken = new AtomicLong();
        Thread reader = Thread.ofVirtual().start(() -> {
            try (BufferedReader in = podvisor.process().inputReader(StandardCharsets.US_ASCII)) {
                in.lines()
                        .filter(line -> !line.startsWith("spew | podvisor suppressed"))
                        .forEach(_ -> taken.incrementAndGet());
            } catch (IOException end) {
                throw new UncheckedIOException(end);
            }
        });
        podvisor.awaitErr("stdout takes output again");
        podvisor.await(() -> taken.get() + dropped() == 40_000);
        assertThat(dropped()).isPositive();
        assertThat(podvisor.stop()).isZero();
        reader.join();
        assertThat(taken.get()
                        + Long.parseLong(podvisor.err().replaceAll("(?s).*lines dropped meanwhile: (\\d+).*", "$1")))
                .as("written and dropped, as the log has it")
                .isEqualTo(40_000);
    }

    private long dropped() throws Exception {
        return podvisor.status().get("processes").get(0).get("droppedLines").asLong();
    }

    @Test
    void spewAndUnkillableSpew() throws Exception {
        podvisor.run(podvisor.spec("""
                        - {name: spew, command: [sh, -c, "exec yes spew"]}
                        - name: deaf
                          command: [sh, -c, "trap '' TERM INT HUP; while :; do echo deaf spew; done"]
                          terminationGracePeriodSeconds: 1
                        """), ProcessBuilder.Redirect.to(new File("/dev/null")));
        podvisor.awaitState("deaf", "Running");
        podvisor.await(() -> podvisor.cpuTicks() > 100); // a second's worth of pumping

        assertThat(podvisor.replica("spew", 0).get("restarts").asInt()).isZero();
        assertThat(podvisor.residentKib()).isLessThan(128 * 1024);
        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err())
                .contains("process spew stopped: ended by SIGTERM", "process deaf stopped: ended by SIGKILL");
    }

    @Test
    void supervisorWithoutStdoutGoesOn() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: web, command: [sh, -c, "while :; do echo line; sleep 0.01; done"]}
                """), ProcessBuilder.Redirect.to(new File("/dev/full")));
        podvisor.awaitErr("cannot write to stdout: no space left on device");
        podvisor.awaitState("web", "Running");

        assertThat(podvisor.replica("web", 0).get("restarts").asInt()).isZero();
        assertThat(podvisor.stop()).isZero();
    }
}
