package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code podvisor logs}, as one uses it. */
class LogsIT extends ImageTests {

    private static final String TICKS = "- {name: web, command: [sh, -c, 'echo run $$$$; sleep 0.2; exit 1']}\n";

    private final List<Follower> followers = new ArrayList<>();

    /** A command that goes on, with what it prints in a file. */
    private record Follower(Process process, Path file) {

        String out() throws IOException {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        }

        long lines(String start) throws IOException {
            return out().lines()
                    .filter(line -> line.startsWith(start))
                    .distinct()
                    .count();
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }
    }

    @AfterEach
    void endFollowers() throws Exception {
        for (Follower follower : followers) {
            follower.process.destroyForcibly().waitFor();
        }
    }

    private Follower follow(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(podvisor.binary(), "logs", "-f"));
        command.addAll(List.of(arguments));
        return start(command);
    }

    private Follower start(List<String> command) throws IOException {
        Path file = Files.createTempFile(folder, "follower", "");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(podvisor.environment);
        Follower follower = new Follower(
                builder.redirectOutput(file.toFile()).redirectErrorStream(true).start(), file);
        followers.add(follower);
        return follower;
    }

    @Test
    void followsAcrossRestartsUntilPodvisorEnds() throws Exception {
        podvisor.run(podvisor.spec(TICKS));
        podvisor.awaitState("web", "Running");
        Follower follower = follow("web");
        podvisor.await(() -> follower.lines("run ") >= 3);

        assertThat(podvisor.stop()).isZero();
        assertThat(follower.exitCode()).isZero();
        assertThat(follower.out()).endsWith("podvisor has ended\n").doesNotContain("web |");
    }

    @Test
    void whatAReloadAddsIsFollowedToo() throws Exception {
        String web = "- {name: web, command: [sh, -c, 'echo up; exec sleep 1000.12']}\n";
        podvisor.run(podvisor.spec(web));
        podvisor.awaitState("web", "Running");
        Follower follower = follow();
        podvisor.await(() -> follower.out().contains("up\n"));
        podvisor.spec(web + "- {name: late, replicas: 2, command: [sh, -c, 'echo hello; exec sleep 1000.12']}\n");
        podvisor.await(() -> follower.out().contains("late-1 | hello\n"));

        Podvisor.signal(follower.process.pid(), "INT");
        assertThat(follower.exitCode()).isEqualTo(130);
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void optionsChooseLines() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: web, replicas: 2, command: [sh, -c, "echo out; echo err >&2; exec sleep 1000.12"]}
                - {name: db, command: [sh, -c, "seq 5; exec sleep 1000.12"]}
                """));
        podvisor.awaitOut("web-0 | err");
        podvisor.awaitOut("web-1 | err");
        podvisor.awaitOut("db | 5");

        assertThat(podvisor.command("logs", "db", "--tail", "2").out()).isEqualTo("4\n5\n");
        assertThat(podvisor.command("logs", "web", "--replica", "1", "--stream", "stderr")
                        .out())
                .isEqualTo("err\n");
        assertThat(podvisor.command("logs").out())
                .contains("web-0 | out\n", "web-1 | err\n", "db | 3\n")
                .hasLineCount(9);
        assertThat(podvisor.command("logs", "--since", "1h").out()).hasLineCount(9);
        assertThat(podvisor.command("logs", "--since", "2100-01-01T00:00:00Z").out())
                .isEmpty();
        assertThat(podvisor.command("logs", "db", "--tail", "1", "-o", "json").out())
                .matches(
                        "\\{\"@timestamp\":\"[^\"]+\",\"level\":\"INFO\",\"process\":\"db\",\"replica\":0,\"pid\":\\d+,"
                                + "\"stream\":\"stdout\",\"message\":\"5\"}\n");
        Podvisor.Finished unknown = podvisor.command("logs", "dc");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("there is no such process (did you mean db?)");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void aFollowerThatTakesNothingDisturbsNobodyAndIsToldWhatItMissed() throws Exception {
        podvisor.run(podvisor.spec("""
                        - name: spew
                          command: [sh, -c, "i=0; while :; do i=$((i+1)); echo $i-0123456789012345678901234567890123456789; done"]
                        """), ProcessBuilder.Redirect.DISCARD);
        podvisor.awaitState("spew", "Running");
        Follower stuck = follow("--tail", "0");
        podvisor.await(() -> Files.size(stuck.file) > 0);
        Podvisor.signal(stuck.process.pid(), "STOP");
        try {
            Follower other = follow("--tail", "0");
            podvisor.await(() -> Files.size(other.file) > 3_000_000);
            assertThat(podvisor.replica("spew", 0).get("restarts").asInt()).isZero();
            other.process.destroy();
        } finally {
            Podvisor.signal(stuck.process.pid(), "CONT");
        }
        podvisor.await(() -> stuck.out().contains("podvisor skipped "));
        assertThat(podvisor.stop()).isZero();
        assertThat(stuck.exitCode()).isZero();
    }

    @Test
    void aLineOfTenMegabytesLeavesWhatHasRoom() throws Exception {
        podvisor.run(podvisor.spec("""
                - name: long
                  command: [sh, -c, "head -c 10000000 /dev/zero | tr '\\\\0' x; echo; echo end; exec sleep 1000.12"]
                """), ProcessBuilder.Redirect.DISCARD);
        podvisor.await(
                () -> podvisor.command("logs", "long", "--tail", "1").out().equals("end\n"));
        String all = podvisor.command("logs", "long").out();
        assertThat(all).matches("x*\n?end\n").hasSizeLessThanOrEqualTo(64 * 1024);
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void aReaderThatLeavesEndsItQuietly() throws Exception {
        podvisor.run(podvisor.spec("- {name: web, command: [sh, -c, 'while :; do echo line; sleep 0.05; done']}\n"));
        podvisor.awaitState("web", "Running");
        Follower follower = start(List.of("sh", "-c", podvisor.binary() + " logs -f | head -n 1"));
        assertThat(follower.exitCode()).isZero();
        assertThat(follower.out()).isEqualTo("line\n");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void reopenSaysHowManyFilesThereAre() throws Exception {
        podvisor.run(podvisor.spec("- {name: web, command: [sleep, '1000.12']}\n"));
        podvisor.awaitState("web", "Running");
        assertThat(podvisor.command("logs", "--reopen").out()).isEqualTo("no files\n");
        assertThat(podvisor.stop()).isZero();
    }
}
