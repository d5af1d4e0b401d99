package dev.podvisor.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.codec.StatusReader;
import dev.podvisor.codec.StatusText;
import dev.podvisor.http.ApiServer;
import dev.podvisor.http.FakeControl;
import dev.podvisor.spec.Criticality;
import dev.podvisor.status.LimitsStatus;
import dev.podvisor.status.LogCounts;
import dev.podvisor.status.Phase;
import dev.podvisor.status.ProcessLimits;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StatusCommandTest {

    private static final LogCounts LOSS = new LogCounts(9, 9, 0, 0, 1, 1, 0);

    @TempDir
    Path directory;

    private final StatusFeed feed = new StatusFeed();
    private ApiServer server;
    private Path socket;
    private Commands commands;

    @BeforeEach
    void start() throws IOException {
        socket = directory.resolve("api.sock");
        server = new ApiServer(List.of(SocketPath.chosen(socket)), feed, new FakeControl(), _ -> {});
        server.start();
        commands = new Commands(socket);
        feed.publish(SampleStatus.rich());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theTableHasARowForEachProcessAndNotesBelow() {
        assertThat(commands.run("status")).isZero();
        assertThat(commands.out).hasToString("""
                        NAME      STATUS      READY   RESTARTS      AGE
                        migrate   Completed   0/1     0             -
                        web       Ready       1/1     3 (65s ago)   65s
                        worker    Backoff     1/2     8 (5s ago)    120m
                        mailer    CrashLoop   0/1     5 (3s ago)    -
                        last      Waiting     0/1     0             -
                        """);
        assertThat(commands.err).hasToString("""
                        not every limit is enforced: the container does not delegate the controller io
                        worker-1: exited with code 1; starts again in 12s
                        worker: 9 lines of output lost (podvisor status -o json says why)
                        mailer: cannot execute bin/none: no such file
                        """);
    }

    @Test
    void wideHasARowForEachReplica() {
        assertThat(commands.run("status", "-o", "wide")).isZero();
        assertThat(commands.out).hasToString("""
                        NAME       STATUS      READY   RESTARTS       AGE    PID    MEMORY   EXIT        REASON       COMMAND
                        migrate    Completed   0/1     0              -      -      -        0           Completed    bin/migrate
                        web        Ready       1/1     3 (65s ago)    65s    4711   -        SIGKILL     -            nginx -g 'daemon off;'
                        worker-0   Ready       1/1     1 (120m ago)   120m   4712   52Mi     OOMKilled   -            bin/worker
                        worker-1   Backoff     0/1     7 (5s ago)     -      -      -        1           Error        bin/worker
                        mailer     CrashLoop   0/1     5 (3s ago)     -      -      -        127         CrashLoop    bin/none
                        last       Waiting     0/1     0              -      -      -        -           Dependency   sleep 1
                        """);
    }

    @Test
    void jsonAndYamlAreTheWholeDocument() throws IOException {
        assertThat(commands.run("status", "--output=json")).isZero();
        assertThat(commands.out).hasToString(StatusText.json(SampleStatus.rich()));
        assertThat(StatusReader.read(commands.out.toString().getBytes(UTF_8))).isEqualTo(SampleStatus.rich());

        Commands yaml = new Commands(socket);
        assertThat(yaml.run("status", "-oyaml")).isZero();
        assertThat(yaml.out).hasToString(StatusText.yaml(SampleStatus.rich()));
        assertThat(yaml.err).hasToString("");
    }

    @Test
    void namesAreReferencesThatCanBePassedBack() {
        assertThat(commands.run("status", "-o", "name", "process/web", "last")).isZero();
        assertThat(commands.out).hasToString("process/web\nprocess/last\n");
    }

    @Test
    void onlyTheNamedProcessesAreShown() throws IOException {
        assertThat(commands.run("status", "web")).isZero();
        assertThat(commands.out).hasToString("""
                        NAME   STATUS   READY   RESTARTS      AGE
                        web    Ready    1/1     3 (65s ago)   65s
                        """);
        assertThat(commands.err).hasToString("");
        Commands json = new Commands(socket);
        json.run("status", "web", "migrate", "-o", "json");
        assertThat(StatusReader.read(json.out.toString().getBytes(UTF_8)).processes())
                .extracting(ProcessStatus::name)
                .containsExactly("migrate", "web");
    }

    @Test
    void anUnknownNameIsAnErrorWithAHint() {
        assertThat(commands.run("status", "wbe")).isEqualTo(1);
        assertThat(commands.out).hasToString("");
        assertThat(commands.err)
                .hasToString("podvisor status: cannot show wbe: there is no such process (did you mean web?)\n");
        Commands far = new Commands(socket);
        far.run("status", "something");
        assertThat(far.err)
                .hasToString("podvisor status: cannot show something: there is no such process (podvisor status shows"
                        + " all)\n");
    }

    @Test
    void aStopIsSaidBelowTheTable() {
        Status stopping = new Status(
                43,
                "shop",
                "x",
                SampleStatus.SPEC,
                Phase.Stopping,
                false,
                "SIGTERM\u001b[2J received",
                1,
                SampleStatus.NOW,
                1,
                LimitsStatus.UNKNOWN,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(new ProcessStatus(
                        "web",
                        Criticality.Important,
                        List.of("web"),
                        ProcessLimits.NONE,
                        List.of(SampleStatus.replica(0, State.Stopping, null).measured(0, Optional.empty(), LOSS)))));
        feed.publish(stopping);
        assertThat(commands.run("status")).isZero();
        assertThat(commands.err).hasToString("""
                        podvisor is stopping: SIGTERM?[2J received
                        podvisor contained 1 error of its own (see its log)
                        web: 2 lines of output lost (podvisor status -o json says why)
                        """);
    }

    @Test
    void manyNotesAreCut() {
        ProcessStatus[] processes = new ProcessStatus[40];
        for (int i = 0; i < processes.length; i++) {
            processes[i] = new ProcessStatus(
                    "p" + i,
                    Criticality.Important,
                    List.of("x"),
                    ProcessLimits.NONE,
                    List.of(SampleStatus.replica(0, State.Running, null).measured(0, Optional.empty(), LOSS)));
        }
        feed.publish(SampleStatus.status(44, processes));
        commands.run("status");
        assertThat(commands.err.toString().lines()).hasSize(21);
        assertThat(commands.err).asString().endsWith("and 20 more notes (see podvisor status -o json)\n");
    }

    @Test
    void noProcessesAreSaidToBeNone() {
        feed.publish(SampleStatus.status(44));
        assertThat(commands.run("status")).isZero();
        assertThat(commands.out).hasToString("");
        assertThat(commands.err).hasToString("podvisor has no processes\n");
    }

    @Test
    void onATerminalTheStatusIsColouredAndTheColumnsStayStraight() {
        Commands coloured = new Commands(socket, true);
        coloured.run("status");
        assertThat(coloured.out.toString())
                .contains("\u001b[32mReady\u001b[0m", "\u001b[31mCrashLoop\u001b[0m", "\u001b[33mBackoff\u001b[0m");
        commands.run("status");
        assertThat(coloured.out.toString().replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(commands.out.toString());
    }

    @Test
    void theSocketMayBeNamed() {
        Commands elsewhere = new Commands(directory.resolve("none"));
        assertThat(elsewhere.run("status", "-o", "name", "web", "--socket", socket.toString()))
                .isZero();
        assertThat(elsewhere.out).hasToString("process/web\n");
    }

    @Test
    void withoutASupervisorItSaysWhereItLooked() {
        server.close();
        assertThat(commands.run("status")).isEqualTo(1);
        assertThat(commands.err)
                .hasToString("podvisor status: cannot read the status: no supervisor listens on " + socket
                        + " (is podvisor running? set PODVISOR_SOCKET or --socket)\n");
    }
}
