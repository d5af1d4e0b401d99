package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing leaves its leaf, so nothing outlives a stop. */
@Tag("cgroup")
class TreeKillIT {

    @TempDir
    Path folder;

    @Test
    void forkBombAndWhatHasWipedItsMarkEndWithTheStop() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RW)).grace(60)) {
            run.start("""
                    - name: bomb
                      command: [sh, -c, "trap '' TERM; b() { b | b & }; b; while :; do b; done"]
                      terminationGracePeriodSeconds: 0
                      resources: {limits: {pids: 30, memory: 64Mi, cpu: 500m}}
                    - name: unmarked
                      command:
                        - sh
                        - -c
                        - |
                          prlimit --pid $$$$ --rttime=1000000:1000000
                          setsid sh -c 'env -i setsid sleep 1000.6 & exit'
                          (trap '' TERM; setsid sleep 1000.6 &)
                          exec sleep 1000.6
                    """);
            run.await(() -> run.pod.read("children/bomb-0/pids.events", "max") > 0);
            run.await(() -> Podvisor.processesWith("sleep 1000.6").size() == 3);
            // The bomb's own shell ends when it cannot fork, so that its leaf may just be made anew.
            run.await(() -> Long.parseLong(run.pod.read("children/bomb-0/pids.current")) <= 30);

            long before = System.nanoTime();
            assertThat(run.stop()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(40));
            assertThat(run.podvisor.err()).doesNotContain("cannot end").doesNotContain("cannot remove");
            assertThat(Podvisor.processesWith("sleep 1000.6")).isEmpty();
            assertThat(run.pod.file("children")).doesNotExist();
        }
    }
}
