package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.http.ApiServer;
import dev.podvisor.http.FakeControl;
import dev.podvisor.status.Phase;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.State;
import dev.podvisor.status.StatusFeed;
import dev.podvisor.status.Termination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StatusWatchTest {

    @TempDir
    Path directory;

    private final StatusFeed feed = new StatusFeed();
    private ApiServer server;
    private Commands commands;

    @BeforeEach
    void start() throws IOException {
        server = new ApiServer(List.of(SocketPath.chosen(directory.resolve("s"))), feed, new FakeControl(), _ -> {});
        server.start();
        commands = new Commands(directory.resolve("s"));
        feed.publish(SampleStatus.status(
                1, web(10), SampleStatus.process("idle", SampleStatus.replica(0, State.Stopped, null))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void printsTheTableAndThenARowForEachChangeUntilTheEnd() {
        CompletableFuture<Integer> watching = watch("-w");
        awaitOutput("Stopped");
        Termination end = new Termination(1, 0, "Error", "x", Optional.empty(), SampleStatus.ago(3), Optional.empty());
        ProcessStatus idle = SampleStatus.process("idle", SampleStatus.replica(0, State.Stopped, null));
        feed.publish(SampleStatus.status(2, web(10), idle));
        feed.publish(SampleStatus.status(
                3, SampleStatus.process("web", SampleStatus.running(0, 8, SampleStatus.ago(2), 1, end)), idle));
        awaitOutput("1 (3s ago)");
        feed.publish(SampleStatus.status(
                4,
                Phase.Ended,
                "all stopped",
                SampleStatus.process("web", SampleStatus.replica(0, State.Stopped, end)),
                idle));
        awaitOutput("web    Stopped");
        server.close();
        assertThat(watching.join()).isZero();
        assertThat(commands.out).hasToString("""
                        NAME   STATUS    READY   RESTARTS   AGE
                        web    Ready     1/1     0          10s
                        idle   Stopped   0/1     0          -
                        web    Ready     1/1     1 (3s ago)   2s
                        web    Stopped   0/1     0            -
                        """);
        assertThat(commands.err).hasToString("podvisor has ended: all stopped\n");
    }

    @Test
    void jsonAndYamlAreOneDocumentAfterAnother() {
        CompletableFuture<Integer> watching = watch("-w", "-o", "yaml", "web");
        awaitOutput("sequence: 1\n");
        feed.publish(SampleStatus.status(2, Phase.Stopping, "", web(10)));
        awaitOutput("sequence: 2\n");
        server.close();
        assertThat(watching.join()).isZero();
        assertThat(commands.out.toString().split("---\n")).hasSize(3);
        assertThat(commands.out.toString()).doesNotContain("idle");
    }

    @Test
    void aSupervisorThatVanishesIsAnError() {
        CompletableFuture<Integer> watching = watch("-w");
        awaitOutput("Stopped");
        server.close();
        assertThat(watching.join()).isEqualTo(1);
        assertThat(commands.err.toString()).startsWith("podvisor status: cannot go on watching: the supervisor closed");
    }

    @Test
    void anUnknownNameEndsIt() {
        assertThat(commands.run("status", "-w", "wbe")).isEqualTo(1);
        assertThat(commands.err.toString()).contains("did you mean web?");
    }

    @Test
    void watchingNamesIsAUsageError() {
        assertThat(commands.run("status", "-w", "-o", "name")).isEqualTo(64);
        assertThat(commands.err.toString()).contains("a name does not change, so there is nothing to watch");
    }

    private CompletableFuture<Integer> watch(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "status";
        System.arraycopy(args, 0, all, 1, args.length);
        return CompletableFuture.supplyAsync(() -> commands.run(all));
    }

    private void awaitOutput(String text) {
        await().until(() -> commands.out.toString().contains(text));
    }

    private static ProcessStatus web(long age) {
        return SampleStatus.process("web", SampleStatus.running(0, 7, SampleStatus.ago(age), 0, null));
    }
}
