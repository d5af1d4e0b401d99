package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A container that shows no cgroup v2 at all. */
class WithoutCgroupsIT extends ImageTests {

    private static final String REASON = "no cgroup2 is mounted at /sys/fs/cgroup";

    @BeforeEach
    void prepare() {
        podvisor.under("unshare", "--mount", "sh", "-c", "umount -R -l /sys/fs/cgroup; exec \"$@\"", "sh");
    }

    private Path spec(String policy) throws Exception {
        Path spec = podvisor.spec("""
                - name: web
                  command: [sleep, "79.1"]
                  replicas: 3
                  resources: {limits: {cpu: 500m, memory: 64Mi}}
                - {name: job, command: [sleep, "79.2"], resources: {requests: {memory: 8Mi}}}
                """);
        return Files.writeString(
                spec, Files.readString(spec) + "  usage: {intervalSeconds: 1}\n  cgroupPolicy: " + policy + "\n");
    }

    @Test
    void limitsAreWarnedOfOnceAndEverythingRuns() throws Exception {
        podvisor.run(spec("Preferred"));
        podvisor.await(() -> podvisor.status().get("ready").asBoolean()
                && podvisor.replica("web", 2).at("/usage/rssBytes").asLong() > 0);

        JsonNode limits = podvisor.status().get("limits");
        assertThat(limits.get("mode").asText()).isEqualTo("Unenforced");
        assertThat(limits.get("reasons").toString()).isEqualTo("[\"" + REASON + "\"]");
        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err().lines().filter(line -> line.contains(" WARN ")))
                .hasSize(1)
                .allMatch(line -> line.endsWith("limits are not enforced: " + REASON));
    }

    @Test
    void nothingStartsWhereTheyAreRequired() throws Exception {
        Path spec = spec("Required");
        podvisor.run(spec);

        assertThat(podvisor.waitFor()).isEqualTo(69);
        assertThat(podvisor.err()).contains("cannot run " + spec + ": " + REASON);
    }
}
