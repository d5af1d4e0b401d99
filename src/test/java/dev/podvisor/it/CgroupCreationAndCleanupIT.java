package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a leaf: made before its process, as the spec says, and gone with it. */
@Tag("cgroup")
class CgroupCreationAndCleanupIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"RW", "OWNER"})
    void everyRunHasALeafAsTheSpecSaysAndNothingStays(Pod.View view) throws Exception {
        String disk = Pod.disk();
        Pod container = new Pod(view).limit("memory.max", "512M").limit("cpu.max", "200000 100000");
        try (PodRun run = new PodRun(folder, container)) {
            run.start("""
                    - name: web
                      command: [sleep, "1000.1"]
                      resources:
                        limits:
                          cpu: 75%%
                          cpuBurst: 500m
                          memory: 25%%
                          memoryHigh: 100Mi
                          swap: "0"
                          pids: 20
                          io: [{device: "%s", readBytesPerSecond: 1Mi, writeOperationsPerSecond: 100}]
                        requests: {cpu: 500m, memory: 32Mi, memoryMin: 8Mi}
                    - name: worker
                      command: [sleep, "1000.1"]
                      replicas: 2
                      oomPolicy: KillOne
                      resources: {limits: {cpu: 5m, memory: 64Mi}, requests: {memory: 16Mi}}
                    - {name: bare, command: [sh, -c, "cat /proc/self/cgroup; exec sleep 1000.1"]}
                    - {name: once, command: [cat, /proc/self/cgroup], restartPolicy: Never}
                    """.formatted(disk));
            run.awaitState("once", "Completed");
            run.awaitOut("bare | 0::/children/bare-0\n");
            run.awaitOut("once | 0::/children/once-0\n");

            run.await(() -> leaves(run.pod).equals(List.of("bare-0", "web-0", "worker-0", "worker-1")));
            assertThat(values(run.pod, "web-0"))
                    .containsAllEntriesOf(Map.of(
                            "cpu.max", "150000 100000",
                            "cpu.max.burst", "50000",
                            "cpu.weight", "59",
                            "memory.max", "134217728",
                            "memory.high", "104857600",
                            "memory.low", "33554432",
                            "memory.min", "8388608",
                            "memory.swap.max", "0",
                            "pids.max", "20",
                            "io.max", disk + " rbps=1048576 wbps=max riops=max wiops=100"))
                    .containsEntry("memory.oom.group", "1");
            assertThat(values(run.pod, "worker-1"))
                    .containsEntry("cpu.max", "5000 1000000")
                    .containsEntry("memory.max", "67108864")
                    .containsEntry("memory.low", "16777216")
                    .containsEntry("memory.oom.group", "0");
            assertThat(values(run.pod, "bare-0"))
                    .containsEntry("cpu.max", "max 100000")
                    .containsEntry("memory.max", "max")
                    .containsEntry("memory.oom.group", "0")
                    .containsEntry("io.max", "");
            assertThat(run.pod.read("children/memory.low")).isEqualTo("67108864");
            assertThat(run.pod.read("children/memory.min")).isEqualTo("8388608");
            assertThat(run.status().at("/limits/mode").asText())
                    .as(run.limitReasons())
                    .isEqualTo("Enforced");

            aCrashIsFollowedByAFreshLeaf(run);

            assertThat(run.stop()).isZero();
            assertThat(groups(run.pod.file("."))).isEmpty();
            assertThat(run.pod.read("cgroup.subtree_control")).isEmpty();
        }
    }

    private static void aCrashIsFollowedByAFreshLeaf(PodRun run) throws Exception {
        Object before = Files.getAttribute(run.pod.file("children/web-0"), "unix:ino");
        int pid = run.replica("web").get("pid").asInt();
        Podvisor.signal(run.outside(pid), "KILL");
        run.await(() -> run.replica("web").get("restarts").asInt() == 1
                && run.replica("web").get("state").asText().equals("Running"));

        assertThat(Files.getAttribute(run.pod.file("children/web-0"), "unix:ino"))
                .isNotEqualTo(before);
        assertThat(values(run.pod, "web-0")).containsEntry("memory.max", "134217728");
        assertThat(run.pod.read("children/memory.low")).isEqualTo("67108864");
    }

    @Test
    void whatAKilledSupervisorHasLeftIsEndedAndRemoved() throws Exception {
        try (PodRun run = new PodRun(folder, new Pod(Pod.View.RW))) {
            run.podvisor.under("bash", "-c", "\"$@\"; echo killed; \"$@\"; exit $?", "bash");
            run.start("""
                    - name: web
                      command: [sh, -c, "trap '' TERM; setsid sleep 1000.2 & echo up; while :; do sleep 1000.2; done"]
                      resources: {requests: {memory: 16Mi}}
                    - {name: other, command: [sleep, "1000.2"]}
                    """);
            run.awaitOut("web | up");
            run.awaitState("other", "Running");
            run.await(() -> Podvisor.processesWith("sleep 1000.2").size() >= 4);
            List<Long> left = Podvisor.processesWith("sleep 1000.2");
            Path memory = run.pod.file("children/memory.low");
            assertThat(memory).hasContent("16777216");

            Podvisor.signal(run.outside(run.status().get("pid").asInt()), "KILL");
            run.awaitOut("killed");
            run.awaitErr("removed 2 cgroups that an earlier podvisor had left in this container");
            run.await(() -> leaves(run.pod).equals(List.of("other-0", "web-0")));
            run.awaitState("web", "Running");

            assertThat(left).noneMatch(pid -> Podvisor.cmdline(pid).contains("1000.2"));
            assertThat(memory).hasContent("16777216");
            Podvisor.signal(run.outside(run.status().get("pid").asInt()), "TERM");
            assertThat(run.podvisor.waitFor()).isZero();
            assertThat(groups(run.pod.file("."))).isEmpty();
        }
    }

    static List<String> leaves(Pod pod) throws IOException {
        return groups(pod.file("children"));
    }

    private static List<String> groups(Path below) throws IOException {
        try (Stream<Path> all = Files.list(below)) {
            return all.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> values(Pod pod, String leaf) throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (String file : List.of(
                "cpu.max",
                "cpu.max.burst",
                "cpu.weight",
                "memory.max",
                "memory.high",
                "memory.low",
                "memory.min",
                "memory.swap.max",
                "memory.oom.group",
                "pids.max",
                "io.max")) {
            values.put(file, pod.read("children/" + leaf + "/" + file));
        }
        return values;
    }
}
