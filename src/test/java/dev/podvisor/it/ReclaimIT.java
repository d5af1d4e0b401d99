package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code requests.memory} keeps a process's page cache when another one fills the container. */
@Tag("cgroup")
class ReclaimIT {

    private static final long KEPT = 24L << 20;

    @TempDir
    Path folder;

    /**
     * Both read a disk of 64 MiB, which somebody holds open, so that what was read stays cached. A leaf is protected only as far
     * as {@code children/} is, so the same must fail without the sum there: that is shown at the end.
     */
    @Test
    void protectedCacheOutlivesTheGreedOfAnotherProcessOnlyThroughTheSumAbove() throws Exception {
        String disk = Path.of("/sys/dev/block/" + Pod.disk())
                .toRealPath()
                .getFileName()
                .toString();
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RW))) {
            run.start(
                    """
                    - name: kept
                      command: [sh, -c, "exec 3</dev/DISK; head -c 24M <&3 >/dev/null; echo read; exec sleep 1000.9"]
                      resources: {requests: {memory: 32Mi}}
                    - name: greedy
                      command:
                        - sh
                        - -c
                        - |
                          until [ -e GO ]; do sleep 0.2; done
                          devour() { dd if=/dev/DISK of=/dev/null bs=1M skip=26 count=38 2>/dev/null; }
                          devour
                          echo round
                          while :; do devour; done
                    """.replace("DISK", disk).replace("GO", folder.resolve("go").toString()));
            run.awaitOut("kept | read");
            assertThat(cache(run, "kept")).isGreaterThanOrEqualTo(KEPT);
            Files.createFile(folder.resolve("go"));
            run.awaitOut("greedy | round");
            assertThat(cache(run, "greedy")).isGreaterThan(30L << 20);

            fill(run);
            assertThat(cache(run, "kept")).isGreaterThan(KEPT * 9 / 10);
            assertThat(cache(run, "greedy")).isLessThan(30L << 20);

            run.pod.write("children/memory.low", "0");
            run.await(() -> cache(run, "kept") < KEPT / 2);
            assertThat(run.pod.read("children/kept-0/memory.low")).isEqualTo("33554432");
            assertThat(run.replica("kept").get("restarts").asInt()).isZero();
            assertThat(run.stop()).isZero();
        }
    }

    /** What a process's leaf has in the page cache. */
    private static long cache(PodRun run, String process) throws Exception {
        return run.pod.read("children/" + process + "-0/memory.stat", "file");
    }

    /** Makes the container smaller until reclaim has gone through the greedy one's pages several times. */
    private static void fill(PodRun run) throws Exception {
        long before = run.pod.read("children/greedy-0/memory.stat", "pgscan");
        AtomicLong limit = new AtomicLong(Long.parseLong(run.pod.read("memory.current")));
        run.await(() -> {
            if (cache(run, "greedy") > 20 << 20) {
                run.pod.write("memory.max", Long.toString(limit.addAndGet(-(4 << 20))));
            }
            return run.pod.read("children/greedy-0/memory.stat", "pgscan") > before + 4 * (KEPT >> 12);
        });
    }
}
