package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens at a limit stays in the leaf that has it, and is told. */
@Tag("cgroup")
class OomIT {

    /** Touches 100 MiB: asked for zeros alone, tail would only seek. */
    private static final String HUNGRY = "head -c 110M /dev/zero | tail -c 100M >/dev/null";

    @TempDir
    Path folder;

    @Test
    void endsThatWantOfMemoryCausesAreToldFromAllOthers() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RW))) {
            run.start(spec("1"));
            killTree(run);
            killOne(run);
            neighbourNeverNotices(run);
            cpuIsHeldBack(run);
            aKillByPodvisorIsNoOomKill(run);

            assertThat(run.stop()).isZero();
        }
    }

    private static String spec(String version) {
        return """
                - name: all
                  command: [sh, -c, "(%1$s) & wait; sleep 1000.3"]
                  backoff: {initialMilliseconds: 600000, maxSeconds: 600}
                  resources: {limits: {memory: 32Mi, swap: "0"}}
                - name: one
                  command: [sh, -c, "trap '' TERM; (%1$s); echo child ended with $?; while :; do sleep 1000.3; done"]
                  env: [{name: VERSION, value: "%2$s"}]
                  oomPolicy: KillOne
                  terminationGracePeriodSeconds: 1
                  resources: {limits: {memory: 32Mi, swap: "0"}}
                - {name: neighbour, command: [sleep, "1000.3"]}
                - {name: busy, command: [sh, -c, "while :; do :; done"], resources: {limits: {cpu: 100m}}}
                """.formatted(HUNGRY, version);
    }

    private static void killTree(PodRun run) throws Exception {
        run.awaitState("all", "Backoff");
        JsonNode all = run.replica("all");
        JsonNode last = all.get("lastTermination");

        assertThat(last.get("reason").asText()).isEqualTo("OOMKilled");
        assertThat(last.get("exitCode").asInt()).isEqualTo(137);
        assertThat(last.at("/oomKill/limitBytes").asLong()).isEqualTo(32 << 20);
        assertThat(last.at("/oomKill/peakBytes").asLong()).isBetween(30L << 20, 33L << 20);
        assertThat(all.get("restarts").asInt()).isEqualTo(1);
        assertThat(all.at("/restartReasons/OOMKilled").asInt()).isEqualTo(1);
        assertThat(all.get("oomKills").asInt()).as("of two runs").isGreaterThanOrEqualTo(2);
        assertThat(run.podvisor.err())
                .containsPattern(
                        "process all killed by the kernel for lack of memory \\(its limit is 32Mi, its peak was .*\\)");
    }

    private static void killOne(PodRun run) throws Exception {
        run.awaitOut("one | child ended with 137");
        run.await(() -> run.replica("one").get("oomKills").asInt() > 0);

        assertThat(run.replica("one").get("state").asText()).isEqualTo("Running");
        assertThat(run.replica("one").get("restarts").asInt()).isZero();
    }

    private static void neighbourNeverNotices(PodRun run) throws Exception {
        JsonNode neighbour = run.replica("neighbour");

        assertThat(neighbour.get("state").asText()).isEqualTo("Running");
        assertThat(neighbour.get("restarts").asInt()).isZero();
        assertThat(neighbour.get("oomKills").asInt()).isZero();
    }

    private static void cpuIsHeldBack(PodRun run) {
        run.await(() -> {
            JsonNode usage = run.replica("busy").at("/usage/cgroup");
            return usage.get("throttledPeriods").asLong() > 2
                    && usage.get("throttledMicros").asLong() > 0
                    && usage.get("periods").asLong()
                            >= usage.get("throttledPeriods").asLong();
        });
    }

    /** Although the kernel has killed a process of the same run for lack of memory before. */
    private static void aKillByPodvisorIsNoOomKill(PodRun run) throws Exception {
        long kills = run.replica("one").get("oomKills").asLong();
        run.reload(spec("2"));
        run.await(() -> run.replica("one").get("restarts").asInt() == 1);
        JsonNode last = run.replica("one").get("lastTermination");

        assertThat(last.get("reason").asText()).isEqualTo("Signaled");
        assertThat(last.has("oomKill")).isFalse();
        assertThat(run.replica("one").get("oomKills").asLong()).isGreaterThanOrEqualTo(kills);
    }
}
