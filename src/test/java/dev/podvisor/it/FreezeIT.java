package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pause freezes the leaf; a stop reaches what is frozen all the same. */
@Tag("cgroup")
class FreezeIT {

    @TempDir
    Path folder;

    @Test
    void pausedProcessStandsStillAndHearsTheStop() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RW)).grace(60)) {
            run.start("""
                    - name: web
                      command:
                        - sh
                        - -c
                        - |
                          setsid sh -c 'while :; do :; done' &
                          trap 'echo heard TERM; exit 0' TERM
                          echo up
                          while :; do sleep 0.1; done
                    - {name: other, command: [sleep, "1000.5"]}
                    """);
            run.awaitOut("web | up");
            assertThat(run.action("web", "pause")).isEqualTo(1);
            run.await(() -> run.pod.read("children/web-0/cgroup.events", "frozen") == 1);
            standsStill(run);
            assertThat(run.pod.read("children/other-0/cgroup.events", "frozen")).isZero();
            assertThat(run.status().get("ready").asBoolean()).isFalse();

            assertThat(run.action("web", "resume")).isEqualTo(1);
            run.await(() -> run.pod.read("children/web-0/cgroup.events", "frozen") == 0);
            long resumed = cpu(run);
            run.await(() -> cpu(run) > resumed + 50_000);
            JsonNode web = run.replica("web");
            assertThat(web.get("paused").asBoolean()).isFalse();
            assertThat(web.get("ready").asBoolean()).isTrue();
            assertThat(web.get("restarts").asInt()).isZero();

            assertThat(run.action("web", "pause")).isEqualTo(1);
            run.await(() -> run.pod.read("children/web-0/cgroup.events", "frozen") == 1);
            long before = System.nanoTime();
            assertThat(run.stop()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(58));
            assertThat(run.podvisor.out()).contains("web | heard TERM");
            assertThat(run.podvisor.err()).contains("process web stopped: exited with code 0");
        }
    }

    private static long cpu(PodRun run) throws Exception {
        return run.pod.read("children/web-0/cpu.stat", "usage_usec");
    }

    /** Over some samples, which go on being taken. */
    private static void standsStill(PodRun run) throws Exception {
        long before = cpu(run);
        String sampled = run.replica("web").at("/usage/at").asText();
        run.await(() -> !run.replica("web").at("/usage/at").asText().equals(sampled));
        String again = run.replica("web").at("/usage/at").asText();
        run.await(() -> !run.replica("web").at("/usage/at").asText().equals(again));

        assertThat(cpu(run)).isEqualTo(before);
        JsonNode web = run.replica("web");
        assertThat(web.get("paused").asBoolean()).isTrue();
        assertThat(web.get("ready").asBoolean()).isFalse();
        assertThat(web.get("state").asText()).isEqualTo("Running");
    }
}
