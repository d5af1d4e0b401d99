package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the image measures of real processes, without cgroups, and what it does about it. */
class UsageIT extends ImageTests {

    private Path spec(String processes) throws Exception {
        Path file = podvisor.spec(processes);
        return Files.writeString(
                file, Files.readString(file).replace("spec:\n", "spec:\n  usage: {intervalSeconds: 1}\n"));
    }

    @Test
    void theWholeTreeIsInTheStatus() throws Exception {
        podvisor.run(spec("""
                - name: tree
                  command: [sh, -c, "python3 -c 'x = bytearray(50_000_000)\\nwhile True: sum(range(10000))' & exec sleep 1000"]
                """));
        podvisor.await(() -> usage("tree").get("rssBytes").asLong() > 50_000_000);
        JsonNode usage = usage("tree");
        assertThat(usage.get("processes").asInt()).isEqualTo(2);
        assertThat(usage.get("threads").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(usage.get("fds").asInt()).isGreaterThanOrEqualTo(6);
        assertThat(usage.get("vszBytes").asLong())
                .isGreaterThan(usage.get("rssBytes").asLong());
        assertThat(usage.has("cgroup")).isFalse();
        long before = usage.get("cpuUserMicros").asLong();
        podvisor.await(() -> usage("tree").get("cpuUserMicros").asLong() > before + 100_000);
        assertThat(podvisor.status().get("self").get("rssBytes").asLong()).isGreaterThan(10_000_000);
        assertThat(podvisor.command("status", "-o", "wide").out()).containsPattern("tree +Ready .* \\d+Mi ");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void whatIsShorterThanASampleCountsAllTheSame() throws Exception {
        podvisor.run(spec("""
                - name: burst
                  command: [python3, -c, "import time\\nwhile time.process_time() < 0.3: pass"]
                  restartPolicy: OnFailure
                - {name: stay, command: [sleep, "1000"]}
                """));
        podvisor.awaitState("burst", "Completed");
        podvisor.await(() -> cpuMicros(usage("burst")) > 250_000);
        assertThat(usage("burst").has("rssBytes")).as("nothing of it is left").isFalse();
    }

    @Test
    void whatGrowsAboveItsWatchdogIsRestarted() throws Exception {
        podvisor.run(spec("""
                - name: leak
                  command: [python3, -c, "import signal, sys, time\\nsignal.signal(signal.SIGTERM, lambda *_: (print('bye', flush=True), sys.exit(0)))\\nx = bytearray(80_000_000)\\ntime.sleep(1000)"]
                  resources: {memoryWatchdog: 64Mi}
                """));
        podvisor.await(() -> podvisor.replica("leak", 0).get("restarts").asInt() >= 1);
        JsonNode leak = podvisor.replica("leak", 0);
        assertThat(leak.get("lastTermination").get("reason").asText()).isEqualTo("MemoryLimit");
        assertThat(leak.get("restartReasons").get("MemoryLimit").asInt()).isPositive();
        podvisor.awaitOut("leak | bye\n");
        podvisor.awaitErr("after it was above its memoryWatchdog");
    }

    @Test
    void limitsThatCannotBeEnforcedAreWarnedOfOnceAndEverythingRuns() throws Exception {
        podvisor.run(spec("""
                - {name: web, command: [sleep, "1000"], resources: {limits: {memory: 64Mi}}, replicas: 2}
                - {name: other, command: [sleep, "1000"], resources: {limits: {cpu: 500m}}}
                """));
        podvisor.awaitState("other", "Running");
        JsonNode limits = podvisor.status().get("limits");
        if (limits.get("mode").asText().equals("Unenforced")) {
            assertThat(limits.get("reasons").size()).isEqualTo(1);
            assertThat(podvisor.err().split("limits are not enforced", -1)).hasSize(2);
        } else { // where this runs in a container that may divide its cgroup
            assertThat(limits.get("mode").asText()).isEqualTo("Enforced");
        }
        assertThat(podvisor.stop()).isZero();
    }

    private static long cpuMicros(JsonNode usage) {
        return usage.get("cpuUserMicros").asLong()
                + usage.get("cpuSystemMicros").asLong();
    }

    private JsonNode usage(String process) throws Exception {
        return podvisor.replica(process, 0).get("usage");
    }
}
