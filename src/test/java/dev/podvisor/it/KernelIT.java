package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the other tests tagged "cgroup" rely on: the kernel here, and the pods made on it, behave as those of a cluster. */
@Tag("cgroup")
class KernelIT {

    /** Moves all that is in the container's cgroup to a leaf, so that it can hand on controllers. */
    private static final String INTO_LEAF = """
            mkdir leaf
            for pid in $(<cgroup.procs); do echo $pid >leaf/cgroup.procs; done
            """;
    /** Touches 100 MiB of memory; asking tail for zeros alone would only seek. */
    private static final String HUNGRY = "head -c 110M /dev/zero | tail -c 100M >/dev/null";

    @TempDir
    Path folder;

    @Test
    void containerIsTheRootOfItsOwnNamespaces() throws Exception {
        try (Pod pod = new Pod(Pod.View.RW)) {
            Pod.Ended ended =
                    pod.run("cat /proc/self/cgroup; echo pid $$; read -r first <cgroup.procs; echo first $first");

            assertThat(ended).isEqualTo(new Pod.Ended(0, "0::/\npid 1\nfirst 1\n"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RW", "OWNER"})
    void controllersCanBeHandedOnOnlyWhenTheRootIsEmpty(Pod.View view) throws Exception {
        try (Pod pod = new Pod(view)) {
            Pod.Ended ended = pod.run("echo +memory >cgroup.subtree_control\n" + INTO_LEAF + """
                    for controller in cpu io memory pids; do echo +$controller >cgroup.subtree_control || exit 1; done
                    echo 64M >leaf/memory.max && cat leaf/memory.max
                    """);

            assertThat(ended.output()).contains("Device or resource busy").endsWith("\n67108864\n");
            assertThat(ended.exitCode()).isZero();
        }
    }

    @Test
    void readOnlyMountRefusesEveryWrite() throws Exception {
        try (Pod pod = new Pod(Pod.View.RO)) {
            Pod.Ended ended = pod.run("cat cgroup.controllers; mkdir leaf; echo 1 >cgroup.procs");

            assertThat(ended.output())
                    .startsWith("cpuset cpu io memory pids\n")
                    .containsSubsequence("leaf", "Read-only file system", "cgroup.procs", "Read-only file system");
        }
    }

    @Test
    void ownerHasNoCapabilities() throws Exception {
        try (Pod pod = new Pod(Pod.View.OWNER)) {
            assertThat(pod.run("id -u; grep -E 'Cap(Prm|Bnd)' /proc/self/status")
                            .output())
                    .isEqualTo("1000\nCapPrm:\t0000000000000000\nCapBnd:\t0000000000000000\n");
        }
    }

    @Test
    void containerCannotRaiseItsOwnLimit() throws Exception {
        try (Pod root = new Pod(Pod.View.RW);
                Pod owner = new Pod(Pod.View.OWNER)) {
            assertThat(root.run("echo max >memory.max").output()).contains("Operation not permitted");
            assertThat(owner.run("echo max >memory.max").output()).contains("Permission denied");
        }
    }

    @Test
    void leafAboveItsMemoryIsKilledAndTheContainerLivesOn() throws Exception {
        try (Pod pod = new Pod(Pod.View.RW)) {
            Pod.Ended ended = pod.run(INTO_LEAF + """
                    echo +memory >cgroup.subtree_control
                    mkdir hungry
                    echo 1 >hungry/memory.oom.group
                    echo 32M >hungry/memory.max
                    echo 0 >hungry/memory.swap.max
                    bash -c 'echo $$ >hungry/cgroup.procs; %s'
                    echo "ended with $?"
                    """.formatted(HUNGRY));

            assertThat(ended.output()).contains("ended with 137");
            assertThat(pod.read("hungry/memory.events", "oom_kill")).isPositive();
        }
    }

    @Test
    void containerAboveItsMemoryIsKilledAsAWhole() throws Exception {
        try (Pod pod = new Pod(Pod.View.RO).limit("memory.max", "32M").limit("memory.swap.max", "0")) {
            Pod.Ended ended = pod.run(HUNGRY + "; echo survived");

            assertThat(ended.exitCode()).isEqualTo(137);
            assertThat(ended.output()).doesNotContain("survived");
            assertThat(pod.read("memory.events", "oom_group_kill")).isPositive();
        }
    }

    @Test
    void limitOfAContainerChangesWhileItRuns() throws Exception {
        try (Pod pod = new Pod(Pod.View.RO).limit("memory.max", "128M")) {
            Path output = folder.resolve("output");
            Process container = pod.start(
                    "cat memory.max; until grep -q 67108864 memory.max; do sleep 0.1; done; cat memory.max", output);
            Awaitility.await().until(() -> Files.readString(output).contains("134217728"));
            pod.write("memory.max", "64M");

            assertThat(container.waitFor()).isZero();
            assertThat(output).hasContent("134217728\n67108864\n");
        }
    }

    @Test
    void onlyDelegatedControllersAreThere() throws Exception {
        try (Pod pod = new Pod(Pod.View.RW).controllers("cpu", "pids")) {
            assertThat(pod.run("cat cgroup.controllers; ls memory.max").output())
                    .startsWith("cpu pids\n")
                    .contains("No such file or directory");
        }
    }

    @Test
    void diskTakesALimit() throws Exception {
        String disk = Pod.disk();
        try (Pod pod = new Pod(Pod.View.RW)) {
            Pod.Ended ended = pod.run(INTO_LEAF + """
                    echo +io >cgroup.subtree_control
                    echo '%s rbps=1048576' >leaf/io.max
                    cat leaf/io.max
                    """.formatted(disk));

            assertThat(ended).isEqualTo(new Pod.Ended(0, disk + " rbps=1048576 wbps=max riops=max wiops=max\n"));
        }
    }

    @Test
    void pressureIsMeasured() throws Exception {
        try (Pod pod = new Pod(Pod.View.RO)) {
            assertThat(pod.run("head -qn 1 {cpu,io,memory}.pressure").output().lines())
                    .hasSize(3)
                    .allMatch(line -> line.startsWith("some avg10="));
        }
    }

    @Test
    void signalReachesTheFirstProcessAndItsStatusComesBack() throws Exception {
        try (Pod pod = new Pod(Pod.View.RW)) {
            Path output = folder.resolve("output");
            Process container =
                    pod.start("trap 'echo stopped; exit 7' TERM; echo ready; while :; do sleep 0.1; done", output);
            Awaitility.await().until(() -> Files.readString(output).contains("ready"));
            assertThat(Pod.first(container).isAlive()).isTrue();
            container.destroy();

            assertThat(container.waitFor()).isEqualTo(7);
            assertThat(output).hasContent("ready\nstopped\n");
        }
    }

    @Test
    void procCanHideOtherUsersProcesses() throws Exception {
        try (Pod pod = new Pod(Pod.View.OWNER).hidepid()) {
            assertThat(pod.run("grep ' /proc ' /proc/mounts | tail -n 1").output())
                    .contains("hidepid=");
        }
    }

    @ParameterizedTest
    @EnumSource
    void podvisorSupervisesInAPod(Pod.View view) throws Exception {
        try (Pod pod = new Pod(view)) {
            Podvisor podvisor = new Podvisor(folder).in(pod);
            podvisor.run(podvisor.spec("""
                    - {name: web, command: [sh, -c, "echo child of $PPID; exec sleep 100"]}
                    """));
            podvisor.awaitOut("web | child of 1");

            assertThat(podvisor.stop()).isZero();
        }
    }
}
