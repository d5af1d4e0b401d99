package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of the classic form run as they are. */
class ClassicIT extends ImageTests {

    private static final Path RESOURCES = Path.of("src/test/resources/dev/podvisor/codec");

    @Test
    void theExampleRunsInOrderAndStops() throws Exception {
        podvisor.environment.put("MESSAGE", "Grüße");
        podvisor.environment.put("LC_ALL", "C");
        podvisor.environment.put("PODVISOR_PROCESS_QUEUE_WORKER_SCALE", "2");
        podvisor.run(Path.of("configs/examples/classic.yaml"));

        podvisor.awaitOut("queue-worker-1 | worker 1 waits for jobs");
        podvisor.awaitOut("queue-worker-0 | worker 0 waits for jobs");
        podvisor.awaitOut("from pid");
        assertThat(podvisor.out()).doesNotContain("worker 2");
        String out = Files.readString(podvisor.stdout);
        assertThat(out.lines()
                        .filter(line -> line.matches("(migrate|web|queue-worker-\\d) \\| .*"))
                        .toList()
                        .subList(0, 3))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("migrate | migrating"),
                        second -> assertThat(second).isEqualTo("migrate | migrated"),
                        third -> assertThat(third).matches("web \\| Grüße from pid \\d+ in /tmp|queue-worker.*"));
        assertThat(out).containsPattern("web \\| Grüße from pid \\d+ in /tmp");
        podvisor.awaitState("migrate", "Completed");

        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err()).doesNotContain("warning:");
        assertThat(podvisor.out()).contains("process web stopped: ");
    }

    @Test
    void aFileWithEveryKeyRunsAndWarns() throws Exception {
        Path file = RESOURCES.resolve("classic-full.yaml");
        podvisor.run(file);

        podvisor.awaitState("queue-worker", "Running");
        podvisor.awaitOut("migrate | migrated");
        assertThat(podvisor.err()).contains(file + ":15:3: warning: global.log_timestamps: it does not work yet");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void theSeedsBlocksRun() throws Exception {
        podvisor.run(RESOURCES.resolve("classic-seed.yaml"));

        podvisor.awaitOut("\"message\":\"php-fpm runs\"");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void validateShowsTheWarnings() throws Exception {
        Path file = RESOURCES.resolve("classic-full.yaml");

        assertThat(podvisor.command("validate", file.toString())).satisfies(validated -> {
            assertThat(validated.exitCode()).isZero();
            assertThat(validated.out()).isEqualTo(file + ": valid (2 processes, 3 replicas, 39 warnings)\n");
            assertThat(validated.err().lines()).hasSize(39);
        });
    }

    @Test
    void aOneshotThatFailsKeepsDependentsFromStarting() throws Exception {
        Path file = Files.writeString(folder.resolve("pm.yaml"), """
                processes:
                  migrate: {enabled: true, type: oneshot, command: [sh, -c, exit 3]}
                  web: {enabled: true, command: [sh, -c, echo started], restart: never, depends_on: [migrate]}
                """);
        podvisor.run(file);

        assertThat(podvisor.waitFor()).isEqualTo(3);
        assertThat(podvisor.out()).isEmpty();
        assertThat(List.of(podvisor.terminationMessage()))
                .containsExactly("process migrate failed: exited with code 3");
    }
}
