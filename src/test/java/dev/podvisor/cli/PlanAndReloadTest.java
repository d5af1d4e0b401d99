package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecReader;
import dev.podvisor.http.ApiServer;
import dev.podvisor.http.FakeControl;
import dev.podvisor.status.ReloadResult;
import dev.podvisor.status.ReloadResult.Outcome;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanAndReloadTest {

    @TempDir
    Path folder;

    private final FakeControl control = new FakeControl();
    private ApiServer server;
    private Commands commands;

    @BeforeEach
    void start() throws IOException {
        Path socket = folder.resolve("s");
        server = new ApiServer(List.of(SocketPath.chosen(socket)), new StatusFeed(), control, _ -> {});
        server.start();
        commands = new Commands(socket);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path spec(String name, String processes) throws IOException {
        return Files.writeString(folder.resolve(name), """
                apiVersion: podvisor.dev/v1alpha1
                kind: ProcessSet
                spec:
                  processes:
                """ + processes.indent(4));
    }

    private void running(Path file) {
        control.spec(((ReadResult.Spec) SpecReader.read(file)).set());
    }

    @Test
    void planComparesWithTheRunningSupervisor() throws IOException {
        running(spec(
                "old", "- {name: web, command: [a], env: [{name: T, value: s3cret}]}\n- {name: gone, command: [b]}"));
        Path next = spec(
                "new",
                "- {name: web, command: [a], env: [{name: T, value: s3cret}], replicas: 3}\n- {name: more, command: [b]}");

        assertThat(commands.run("plan", next.toString())).isEqualTo(2);
        assertThat(commands.out).hasToString("""
                process web: in place (replicas 1 -> 3)
                process more: start
                process gone: stop
                """);
    }

    @Test
    void planWithNothingToDoIsZero() throws IOException {
        Path same = spec("old", "- {name: web, command: [a], env: [{name: T, value: s3cret}]}");
        running(same);

        assertThat(commands.run("plan", same.toString())).isZero();
        assertThat(commands.out).hasToString("process web: no-op\n");
    }

    @Test
    void planIgnoresWhatRunHasAdded() throws IOException {
        running(spec("old", "- {name: web, command: [a]}\n- {name: main, command: [cmd]}"));

        assertThat(commands.run(
                        "plan", spec("new", "- {name: web, command: [a]}").toString()))
                .isZero();
    }

    @Test
    void planBetweenTwoFilesNeedsNoSupervisor() throws IOException {
        Path old = spec("old", "- {name: web, command: [a]}");
        Path next = spec("new", "- {name: web, command: [b]}");
        server.close();

        assertThat(commands.run("plan", next.toString(), "--from", old.toString(), "-o", "json"))
                .isEqualTo(2);
        assertThat(commands.out.toString()).contains("\"kind\": \"Restart\"", "\"command\"");
    }

    @Test
    void planOfABadManifestNamesItsProblems() throws IOException {
        assertThat(commands.run("plan", spec("new", "- {name: web}").toString()))
                .isEqualTo(78);
        assertThat(commands.err.toString()).contains("new:5:7: cannot use spec.processes[0]");
    }

    @Test
    void reloadReportsWhatCameOfIt() {
        control.result(new ReloadResult(Outcome.Taken, List.of("process web: restart (command)")));
        assertThat(commands.run("reload")).isZero();
        assertThat(commands.out).hasToString("process web: restart (command)\n");

        control.result(new ReloadResult(Outcome.Rejected, List.of("x:1:1: bad")));
        assertThat(commands.run("reload")).isEqualTo(78);
        assertThat(commands.err.toString()).startsWith("x:1:1: bad\ncannot take the new version: ");
    }

    @Test
    void reloadWithoutNewsSaysSo() {
        assertThat(commands.run("reload")).isZero();
        assertThat(commands.out).hasToString("nothing has changed\n");
    }

    @Test
    void withoutASupervisorBothSaySo() throws IOException {
        server.close();
        assertThat(commands.run("reload")).isEqualTo(1);
        assertThat(commands.run(
                        "plan", spec("new", "- {name: web, command: [a]}").toString()))
                .isEqualTo(1);
        assertThat(commands.err.toString()).contains("no supervisor listens on ");
    }

    @Test
    void pauseAndResumeSayWhatTheyReached() throws IOException {
        running(spec("spec", "- {name: web, command: [a], replicas: 2}"));
        assertThat(commands.run("pause", "web")).isZero();
        assertThat(commands.out).hasToString("web: 2 replicas paused\n");
        Commands one = new Commands(folder.resolve("s"));
        assertThat(one.run("resume", "web", "--replica=1")).isZero();
        assertThat(one.out).hasToString("web: 1 replica running\n");
    }

    @Test
    void whatCannotBePausedIsSaid() throws IOException {
        running(spec("spec", "- {name: web, command: [a], replicas: 2}"));
        assertThat(commands.run("pause", "wbe")).isEqualTo(1);
        assertThat(commands.err)
                .hasToString(
                        "podvisor pause: cannot pause the process wbe: there is no such process (did you mean web?)\n");
        Commands far = new Commands(folder.resolve("s"));
        assertThat(far.run("resume", "web", "--replica", "2")).isEqualTo(1);
        assertThat(far.err)
                .hasToString(
                        "podvisor resume: cannot resume the process: replica=2 names no replica of it (replica=0 to 1, or"
                                + " nothing for all)\n");
        control.paused(0);
        Commands idle = new Commands(folder.resolve("s"));
        assertThat(idle.run("pause", "web")).isEqualTo(1);
        assertThat(idle.err)
                .hasToString("podvisor pause: cannot pause the process web: it does not run (see podvisor status)\n");
    }
}
