package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.http.ApiServer;
import dev.podvisor.http.FakeControl;
import dev.podvisor.http.LogsAccess;
import dev.podvisor.logs.RecentFeed;
import dev.podvisor.logs.RecentLog;
import dev.podvisor.metrics.Metrics;
import dev.podvisor.spec.LogStream;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.State;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LogsCommandTest {

    @TempDir
    Path directory;

    private final StatusFeed status = new StatusFeed();
    private final RecentLog log = new RecentLog();
    private final RecentFeed feed = new RecentFeed(log);
    private final AtomicInteger files = new AtomicInteger(2);
    private ApiServer server;
    private Commands commands;

    @BeforeEach
    void start() throws IOException {
        server = new ApiServer(
                List.of(SocketPath.chosen(directory.resolve("s"))),
                status,
                new Metrics(status),
                new LogsAccess(log, files::get),
                new FakeControl(),
                _ -> {});
        server.start();
        commands = new Commands(directory.resolve("s"));
        status.publish(
                SampleStatus.status(1, SampleStatus.process("web", SampleStatus.replica(0, State.Running, null))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void oneProcessIsShownBare() {
        feed.print("web", "one\n\u00c3\u00a4 \u0001\ttwo\n");
        assertThat(commands.run("logs")).isZero();
        assertThat(commands.out).hasToString("one\n\u00e4 \u0001\ttwo\n");
    }

    @Test
    void severalHaveTheirNamesInFront() {
        twoProcesses();
        feed.print("web", "one\n");
        feed.print("db", 1, LogStream.Stderr, "two\n");
        assertThat(commands.run("logs")).isZero();
        assertThat(commands.out).hasToString("web | one\ndb-1 | two\n");
        commands.out.getBuffer().setLength(0);
        assertThat(commands.run("logs", "process/web")).isZero();
        assertThat(commands.out).hasToString("one\n");
        commands.out.getBuffer().setLength(0);
        assertThat(commands.run("logs", "db", "--timestamps", "--stream", "stderr", "--replica", "1"))
                .isZero();
        assertThat(commands.out).hasToString("2026-09-21T14:13:20.000Z two\n");
    }

    @Test
    void namesHaveAColourOnATerminalAndTheBarOfStderrToo() {
        commands = new Commands(directory.resolve("s"), true);
        twoProcesses();
        feed.print("web", "one\n");
        feed.print("db", 0, LogStream.Stderr, "two\n");
        assertThat(commands.run("logs")).isZero();
        assertThat(commands.out.toString())
                .matches(
                        "(?s)\u001b\\[\\d+mweb\u001b\\[0m \\| one\n\u001b\\[\\d+mdb-0\u001b\\[0m \u001b\\[31m\\|\u001b\\[0m two\n");
    }

    @Test
    void jsonIsTheRecordsAsTheyAre() {
        feed.print("web", "one\n\u00c3\u00a4\n");
        assertThat(commands.run("logs", "-o", "json", "--tail", "1")).isZero();
        assertThat(commands.out)
                .hasToString("{\"@timestamp\":\"2026-09-21T14:13:20.000Z\",\"level\":\"INFO\",\"process\":\"web\","
                        + "\"replica\":0,\"pid\":10,\"stream\":\"stdout\",\"message\":\"\u00e4\"}\n");
    }

    @Test
    void thePiecesOfALongLineAreOneAgain() {
        feed.keeping(1024 * 1024).print("web", "x".repeat(600 * 1024) + "\nnext\n");
        assertThat(commands.run("logs")).isZero();
        assertThat(commands.out.toString()).isEqualTo("x".repeat(600 * 1024) + "\nnext\n");
    }

    @Test
    void followsUntilTheSupervisorEnds() {
        feed.print("web", "old\n");
        CompletableFuture<Integer> following =
                CompletableFuture.supplyAsync(() -> commands.run("logs", "-f", "--tail", "0"));
        await().until(() -> {
            feed.print("web", "new\n");
            return commands.out.toString().contains("new\n");
        });
        feed.print("late", "hello\n");
        await().until(() -> commands.out.toString().contains("late | hello\n"));
        server.close();
        assertThat(following.join()).isZero();
        assertThat(commands.out.toString()).doesNotContain("old");
        assertThat(commands.err).hasToString("podvisor has ended\n");
    }

    @Test
    void anUnknownNameAndAnAbsentSupervisorFail() {
        feed.print("web", "one\n");
        assertThat(commands.run("logs", "wbe")).isEqualTo(ExitCode.FAILURE);
        assertThat(commands.err)
                .hasToString(
                        "podvisor logs: cannot read the logs of wbe: there is no such process (did you mean web?)\n");
        server.close();
        commands.err.getBuffer().setLength(0);
        assertThat(commands.run("logs")).isEqualTo(ExitCode.FAILURE);
        assertThat(commands.err.toString()).contains("no supervisor listens on");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --since | soon | --since soon is no time (10m, 1h30m, 2d, or 2026-11-25T08:00:00Z)
                    --tail | -1 | --tail -1 is below 0
                    --replica | -2 | --replica -2 is below 0
                    --reopen | web | --reopen shows nothing, so it goes with no NAME and no --follow
                    """)
    void wrongArgumentsAreExplained(String option, String value, String message) {
        assertThat(commands.run("logs", option, value)).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err.toString()).contains("cannot understand the command line: " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "10m,600",
        "1h30m,5400",
        "2d,172800",
        "45,45",
        "45s,45",
        "2026-11-25T08:00:00+01:00,2026-11-25T07:00:00Z"
    })
    void agesAndInstantsAreUnderstood(String text, String parameter) {
        assertThat(LogsSince.parse(text)).contains(parameter);
    }

    @Test
    void reopensFiles() {
        assertThat(commands.run("logs", "--reopen")).isZero();
        files.set(0);
        assertThat(commands.run("logs", "--reopen")).isZero();
        assertThat(commands.out).hasToString("2 files opened anew\nno files\n");
    }

    private void twoProcesses() {
        status.publish(SampleStatus.status(
                2,
                SampleStatus.process("web", SampleStatus.replica(0, State.Running, null)),
                SampleStatus.process(
                        "db",
                        SampleStatus.replica(0, State.Running, null),
                        SampleStatus.replica(1, State.Running, null))));
    }
}
