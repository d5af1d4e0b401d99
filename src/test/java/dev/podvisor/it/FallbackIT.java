package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the container allows less, that is said once and the rest goes on. */
@Tag("cgroup")
class FallbackIT {

    private static final String LIMITED = """
            - name: web
              command: [sh, -c, "echo up; exec sleep 1000.8"]
              resources: {limits: {cpu: 500m, memory: 64Mi}, requests: {memory: 8Mi}}
            - {name: other, command: [sleep, "1000.8"], replicas: 2, resources: {limits: {memory: 64Mi}}}
            """;

    @TempDir
    Path folder;

    @Test
    void readOnlyCgroupsAreToldOnceAndEverythingRuns() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RO)).with("http: {port: 9180}")) {
            run.start(LIMITED);
            run.awaitOut("web | up");
            run.await(() -> run.replica("web").at("/usage/rssBytes").asLong() > 0);

            JsonNode limits = run.status().get("limits");
            assertThat(limits.get("mode").asText()).isEqualTo("Unenforced");
            assertThat(limits.get("reasons").toString()).isEqualTo("[\"cgroup2 is mounted read-only\"]");
            assertThat(run.warnings("limits are not enforced: cgroup2 is mounted read-only"))
                    .isEqualTo(1);
            assertThat(run.warnings(" WARN ")).as(run.podvisor.err()).isEqualTo(1);
            assertThat(run.replica("web").at("/usage").has("cgroup")).isFalse();
            assertThat(run.stop()).isZero();
        }
    }

    @Test
    void nothingStartsWhereCgroupsAreRequiredAndReadOnly() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RO)).with("cgroupPolicy: Required")) {
            Path spec = run.spec(LIMITED);
            run.podvisor.run(spec);

            assertThat(run.podvisor.waitFor()).isEqualTo(69);
            assertThat(run.podvisor.err())
                    .contains("cannot run " + spec + ": cgroup2 is mounted read-only"
                            + " (cgroupPolicy Required cannot do without; Preferred can)");
            assertThat(run.podvisor.out()).isEmpty();
        }
    }

    @Test
    void missingControllerTakesOnlyItsOwnLimits() throws Exception {
        Pod container = new Pod(Pod.View.RW).controllers("cpu", "pids");
        try (PodRun run = new PodRun(folder, container)) {
            run.start(LIMITED);
            run.awaitOut("web | up");

            assertThat(run.pod.read("children/web-0/cpu.max")).isEqualTo("50000 100000");
            assertThat(run.status().at("/limits/mode").asText()).isEqualTo("Partial");
            assertThat(run.limitReasons())
                    .contains("cannot set memory.max of cgroup web-0 to 64Mi: the memory controller is not delegated"
                            + " to this container");
            assertThat(run.warnings("cannot set memory.max of cgroup web-0 ")).isEqualTo(1);
            assertThat(run.replica("web").get("state").asText()).isEqualTo("Running");
            run.await(() -> run.replica("web").at("/usage/rssBytes").asLong() > 0);
            assertThat(run.replica("web").at("/usage/cgroup").has("memoryBytes"))
                    .isFalse();
            assertThat(run.stop()).isZero();
        }
    }

    @Test
    void disabledCgroupsAreNotTouchedAndNotWarnedOf() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RW)).with("cgroupPolicy: Disabled")) {
            run.start(LIMITED);
            run.awaitOut("web | up");

            assertThat(run.pod.file("children")).doesNotExist();
            assertThat(run.status().at("/limits/mode").asText()).isEqualTo("Unenforced");
            assertThat(run.limitReasons()).isEqualTo("[\"cgroupPolicy is Disabled\"]");
            assertThat(run.podvisor.err()).doesNotContain(" WARN ");
            assertThat(run.stop()).isZero();
        }
    }

    /** With hidepid, a process that may not be traced (PR_SET_DUMPABLE of prctl(2)) hides from its own user as well. */
    @Test
    void processesThatProcHidesAreSupervisedWithoutTheirUsage() throws Exception {
        Pod container = new Pod(Pod.View.OWNER).hidepid();
        try (PodRun run = new PodRun(folder, container)) {
            run.start("""
                    - name: hidden
                      command: [python3, -Sc, "import ctypes, time; ctypes.CDLL(None).prctl(4, 0); print('up', flush=True); time.sleep(1000.8)"]
                      resources: {limits: {memory: 64Mi}}
                    - {name: shown, command: [sleep, "1000.8"]}
                    """);
            run.awaitOut("hidden | up");
            run.awaitErr("(is /proc mounted with hidepid?)");
            run.await(
                    () -> run.replica("hidden").at("/usage/cgroup/memoryBytes").asLong() > 0
                            && !run.replica("hidden").get("usage").has("rssBytes"));
            JsonNode hidden = run.replica("hidden").get("usage");
            String first = hidden.get("at").asText();
            run.await(() -> !run.replica("hidden").at("/usage/at").asText().equals(first));

            assertThat(run.warnings(" WARN ")).as(run.podvisor.err()).isEqualTo(1);
            assertThat(hidden.has("fds")).isFalse();
            assertThat(hidden.get("cpuUserMicros").asLong()).as("of the cgroup").isPositive();
            assertThat(run.replica("shown").at("/usage/rssBytes").asLong()).isPositive();
            assertThat(run.status().at("/limits/mode").asText()).isEqualTo("Enforced");
            assertThat(run.stop()).isZero();
        }
    }
}
