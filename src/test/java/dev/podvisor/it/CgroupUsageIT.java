package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a cgroup, usage counts whatever was in it, however short. */
@Tag("cgroup")
class CgroupUsageIT {

    @TempDir
    Path folder;

    @Test
    void cpuOfAForkStormNeverGoesBackwardsAndIsThatOfTheCgroup() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RW))) {
            run.start("""
                    - name: storm
                      command:
                        - sh
                        - -c
                        - |
                          until [ -e STOP ]; do
                            for i in 1 2 3 4 5; do
                              (j=0; while [ $j -lt 300 ]; do j=$((j + 1)); done) &
                              (setsid sh -c 'exit 0' &)
                            done
                            wait
                          done
                          wait
                          echo over
                          exec sleep 1000.7
                    """.replace("STOP", folder.resolve("stop").toString()));
            long user = 0;
            long system = 0;
            String at = "";
            for (int samples = 0; samples < 5; samples++) {
                JsonNode usage = nextAfter(run, at);
                assertThat(usage.get("cpuUserMicros").asLong()).isGreaterThanOrEqualTo(user);
                assertThat(usage.get("cpuSystemMicros").asLong()).isGreaterThanOrEqualTo(system);
                user = usage.get("cpuUserMicros").asLong();
                system = usage.get("cpuSystemMicros").asLong();
                at = usage.get("at").asText();
            }
            Files.createFile(folder.resolve("stop"));
            run.awaitOut("storm | over");
            // Orphans may still be on their way out, so both sides are read until they rest.
            run.await(() -> {
                JsonNode usage = run.replica("storm").get("usage");
                return usage.get("cpuUserMicros").asLong() == run.pod.read("children/storm-0/cpu.stat", "user_usec")
                        && usage.get("cpuSystemMicros").asLong()
                                == run.pod.read("children/storm-0/cpu.stat", "system_usec")
                        && usage.get("processes").asInt() == 1;
            });
            assertThat(run.replica("storm").at("/usage/cpuUserMicros").asLong()).isGreaterThanOrEqualTo(user);
            pressureIsThere(run);

            theSumGoesOnAfterARestart(run);
            assertThat(run.stop()).isZero();
        }
    }

    private static JsonNode nextAfter(PodRun run, String at) {
        run.await(() -> {
            String next = run.replica("storm").at("/usage/at").asText();
            return !next.isEmpty() && !next.equals(at);
        });
        try {
            return run.replica("storm").get("usage");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pressureIsThere(PodRun run) throws Exception {
        JsonNode pressure = run.replica("storm").at("/usage/cgroup/pressure");
        assertThat(pressure.get("cpuSomeMicros").asLong()).isPositive();
        for (String name : new String[] {"memorySomeMicros", "memoryFullMicros", "ioSomeMicros", "ioFullMicros"}) {
            assertThat(pressure.get(name).asLong()).as(name).isGreaterThanOrEqualTo(0);
        }
    }

    private static void theSumGoesOnAfterARestart(PodRun run) throws Exception {
        JsonNode before = run.replica("storm").get("usage");
        Podvisor.signal(run.outside(run.replica("storm").get("pid").asInt()), "KILL");
        run.await(() -> run.replica("storm").get("restarts").asInt() == 1
                && run.replica("storm").at("/usage/processes").asInt() > 0);
        JsonNode after = run.replica("storm").get("usage");

        assertThat(after.get("cpuUserMicros").asLong())
                .isGreaterThanOrEqualTo(before.get("cpuUserMicros").asLong());
        assertThat(after.get("cpuSystemMicros").asLong())
                .isGreaterThanOrEqualTo(before.get("cpuSystemMicros").asLong());
    }
}
