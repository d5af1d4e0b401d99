package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits change while their process runs: by a new spec, and by a resize of the container. */
@Tag("cgroup")
class LiveLimitsIT {

    @TempDir
    Path folder;

    @Test
    void limitsFollowTheSpecAndTheContainerWithoutARestart() throws Exception {
        Pod container = new Pod(Pod.View.RW).limit("memory.max", "512M");
        try (PodRun run = new PodRun(folder, container)) {
            run.start(spec("{cpu: 50%, memory: 50%, pids: 10}", "400Mi"));
            run.awaitOut("held | full");
            int pid = run.replica("held").get("pid").asInt();
            assertThat(run.warnings("the memory limits of all replicas, 656Mi, and 96Mi for podvisor are more than the"
                            + " container has, 512Mi"))
                    .isEqualTo(1);
            aShareOfWhatIsNotLimitedIsAProblem(run);

            run.reload(spec("{cpu: 500m, memory: 50%, pids: 20}", "100Mi"));
            assertThat(run.pod.read("children/held-0/cpu.max")).isEqualTo("50000 100000");
            assertThat(run.pod.read("children/held-0/pids.max")).isEqualTo("20");
            assertThat(run.pod.read("children/other-0/memory.max")).isEqualTo("104857600");
            run.await(() -> run.status().at("/limits/mode").asText().equals("Enforced"));

            aResizeOfTheContainerChangesShares(run);
            assertThat(run.replica("held").get("pid").asInt()).isEqualTo(pid);
            assertThat(run.replica("other").get("restarts").asInt()).isZero();

            aLimitBelowTheUseIsSaidThenDone(run);
            assertThat(run.stop()).isZero();
        }
    }

    private static String spec(String held, String other) {
        return """
                - name: held
                  command:
                    - python3
                    - -Sc
                    - |
                      import time
                      held = bytearray(b"x") * (64 << 20)
                      print("full", flush=True)
                      time.sleep(1000.4)
                  backoff: {initialMilliseconds: 600000, maxSeconds: 600}
                  resources: {limits: %s}
                - {name: other, command: [sleep, "1000.4"], resources: {limits: {memory: %s}}}
                """.formatted(held, other);
    }

    private static void aShareOfWhatIsNotLimitedIsAProblem(PodRun run) throws Exception {
        String problem = "cannot apply limits.cpu 50% of process held: the container itself is not limited"
                + " (limit it, or write cores such as 500m)";

        assertThat(run.status().at("/limits/mode").asText()).isEqualTo("Partial");
        assertThat(run.limitReasons()).contains(problem);
        assertThat(run.warnings(problem)).isEqualTo(1);
        assertThat(run.pod.read("children/held-0/cpu.max")).isEqualTo("max 100000");
        assertThat(run.pod.read("children/held-0/memory.max")).isEqualTo("268435456");
        assertThat(run.process("held").at("/limits/memoryBytes").asLong()).isEqualTo(256 << 20);
        assertThat(run.process("held").at("/limits").has("cpuMillicores")).isFalse();
    }

    private static void aResizeOfTheContainerChangesShares(PodRun run) throws Exception {
        run.pod.write("memory.max", "640M");
        run.await(() -> run.pod.read("children/held-0/memory.max").equals("335544320"));
        run.await(() -> run.process("held").at("/limits/memoryBytes").asLong() == 320 << 20);
        assertThat(run.pod.read("children/other-0/memory.max")).isEqualTo("104857600");

        run.pod.write("memory.max", "480M");
        run.await(() -> run.pod.read("children/held-0/memory.max").equals("251658240"));
    }

    private static void aLimitBelowTheUseIsSaidThenDone(PodRun run) throws Exception {
        run.reload(spec("{memory: 16Mi, swap: \"0\"}", "100Mi"));
        run.awaitErr("the new memory limit of held-0, 16Mi, is below the ");
        run.await(
                () -> run.replica("held").at("/lastTermination/reason").asText().equals("OOMKilled"));

        assertThat(run.podvisor.err())
                .containsSubsequence(
                        "the new memory limit of held-0", "process held killed by the kernel for lack of memory");
        assertThat(run.replica("other").get("restarts").asInt()).isZero();
    }
}
