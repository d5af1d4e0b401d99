package dev.podvisor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.linux.Errno;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupTreeTest {

    private static final long MI = 1 << 20;

    @TempDir
    Path directory;

    private FakeKernel kernel;
    private CgroupTree tree;

    @BeforeEach
    void divide() throws IOException {
        kernel = new FakeKernel(directory, "cpu memory pids io", FakeKernel.SUPERVISOR_PID);
        tree = kernel.tree();
        kernel.log.clear();
    }

    @AfterEach
    void giveBack() {
        tree.close();
    }

    private Creation.Created create(String name, LeafSettings settings) {
        return (Creation.Created) tree.create(name, settings);
    }

    private Cgroup leaf(String name) {
        return create(name, LeafSettings.NONE).cgroup();
    }

    private static LeafSettings.Builder settings() {
        return LeafSettings.builder();
    }

    @Test
    void leafWithoutSettingsIsNotWrittenTo() {
        assertThat(create("web-0", LeafSettings.NONE).problems()).isEmpty();
        assertThat(kernel.has("children/web-0")).isTrue();
        assertThat(kernel.log).isEmpty();
    }

    @Test
    void everySettingHasItsFile() {
        LeafSettings all = settings()
                .cpu(50_000, 100_000)
                .cpuBurst(20_000)
                .cpuWeight(20)
                .memoryMax(64 * MI)
                .memoryHigh(60 * MI)
                .memoryLow(32 * MI)
                .memoryMin(16 * MI)
                .swapMax(0)
                .pidsMax(30)
                .oomGroup(true)
                .io(List.of(new IoLimit("8:0", 1000, LeafSettings.MAX, LeafSettings.MAX, 5)))
                .build();

        assertThat(create("web-0", all).problems()).isEmpty();
        assertThat(kernel.text("children/web-0/cpu.max")).isEqualTo("50000 100000");
        assertThat(kernel.text("children/web-0/cpu.max.burst")).isEqualTo("20000");
        assertThat(kernel.text("children/web-0/cpu.weight")).isEqualTo("20");
        assertThat(kernel.text("children/web-0/memory.max")).isEqualTo("67108864");
        assertThat(kernel.text("children/web-0/memory.high")).isEqualTo("62914560");
        assertThat(kernel.text("children/web-0/memory.low")).isEqualTo("33554432");
        assertThat(kernel.text("children/web-0/memory.min")).isEqualTo("16777216");
        assertThat(kernel.text("children/web-0/memory.swap.max")).isEqualTo("0");
        assertThat(kernel.text("children/web-0/pids.max")).isEqualTo("30");
        assertThat(kernel.text("children/web-0/memory.oom.group")).isEqualTo("1");
        assertThat(kernel.text("children/web-0/io.max")).isEqualTo("8:0 rbps=1000 wbps=max riops=max wiops=5");
    }

    @Test
    void onlyWhatDiffersIsWritten() {
        Cgroup web = create("web-0", settings().memoryMax(64 * MI).pidsMax(30).build())
                .cgroup();
        kernel.log.clear();

        assertThat(web.apply(settings().memoryMax(64 * MI).pidsMax(31).build())).isEmpty();
        assertThat(kernel.log).containsExactly("children/web-0/pids.max=31");
    }

    @Test
    void whatRisesRisesBeforeWhatFalls() {
        LeafSettings small = settings()
                .cpu(20_000, 100_000)
                .cpuBurst(20_000)
                .memoryMax(64 * MI)
                .memoryHigh(60 * MI)
                .swapMax(128 * MI)
                .build();
        LeafSettings large = settings()
                .cpu(50_000, 100_000)
                .cpuBurst(50_000)
                .memoryMax(128 * MI)
                .memoryHigh(120 * MI)
                .swapMax(0)
                .build();
        Cgroup web = create("web-0", small).cgroup();
        kernel.log.clear();

        web.apply(large);
        assertThat(kernel.log)
                .containsExactly(
                        "children/web-0/cpu.max=50000 100000",
                        "children/web-0/cpu.max.burst=50000",
                        "children/web-0/memory.max=134217728",
                        "children/web-0/memory.high=125829120",
                        "children/web-0/memory.swap.max=0");
        kernel.log.clear();

        web.apply(small);
        assertThat(kernel.log)
                .containsExactly(
                        "children/web-0/memory.swap.max=134217728",
                        "children/web-0/memory.high=62914560",
                        "children/web-0/memory.max=67108864",
                        "children/web-0/cpu.max.burst=20000",
                        "children/web-0/cpu.max=20000 100000");
    }

    @Test
    void limitsThatGoAreLifted() {
        IoLimit sda = new IoLimit("8:0", 1, 1, 1, 1);
        Cgroup web = create("web-0", settings().memoryMax(MI).io(List.of(sda)).build())
                .cgroup();

        assertThat(web.apply(LeafSettings.NONE)).isEmpty();
        assertThat(kernel.text("children/web-0/memory.max")).isEqualTo("max");
        assertThat(kernel.text("children/web-0/io.max")).isEqualTo("8:0 rbps=max wbps=max riops=max wiops=max");
        kernel.log.clear();

        assertThat(web.apply(LeafSettings.NONE)).isEmpty();
        assertThat(kernel.log).isEmpty();
    }

    @Test
    void refusalIsASentenceAndIsTriedAgain() {
        kernel.refuse("children/web-0/memory.max", Errno.EACCES);
        Creation.Created web =
                create("web-0", settings().memoryMax(64 * MI).pidsMax(3).build());

        assertThat(web.problems())
                .containsExactly("cannot set memory.max of cgroup web-0 to 64Mi: permission denied"
                        + " (is cgroup delegation enabled?)");
        assertThat(kernel.text("children/web-0/pids.max")).isEqualTo("3");
        kernel.refuse("children/web-0/memory.max", Errno.EINVAL);
        assertThat(web.cgroup().apply(web.cgroup().settings()))
                .containsExactly("cannot set memory.max of cgroup web-0 to 64Mi: invalid argument"
                        + " (the kernel does not take this value)");
    }

    @Test
    void deviceThatIsNotThereIsTold() {
        kernel.refuse("children/web-0/io.max", Errno.ENODEV);
        LeafSettings io = settings().io(List.of(new IoLimit("9:9", 1, 1, 1, 1))).build();

        assertThat(create("web-0", io).problems())
                .containsExactly("cannot set io.max of cgroup web-0 to 9:9 rbps=1 wbps=1 riops=1 wiops=1:"
                        + " no such device (there is no such block device)");
    }

    @Test
    void olderKernelsLackOfAFileIsTold() {
        kernel.lacking.add("cpu.max.burst");

        assertThat(create("web-0", settings().cpu(1000, 1000).cpuBurst(500).build())
                        .problems())
                .containsExactly("cannot set cpu.max.burst of cgroup web-0 to 500: no such file or directory"
                        + " (this kernel does not have it)");
    }

    @Test
    void limitWithoutItsControllerIsTold() throws IOException {
        FakeKernel few = new FakeKernel(directory.resolve("few"), "cpu", FakeKernel.SUPERVISOR_PID);
        try (CgroupTree poor = few.tree()) {
            Creation.Created web = (Creation.Created)
                    poor.create("web-0", settings().memoryMax(MI).cpuWeight(7).build());

            assertThat(web.problems())
                    .containsExactly("cannot set memory.max of cgroup web-0 to 1Mi:"
                            + " the memory controller is not delegated to this container");
            assertThat(few.text("children/web-0/cpu.weight")).isEqualTo("7");
        }
    }

    @Test
    void childrenCarryTheSumsOfTheirLeavesProtection() {
        Cgroup web = create("web-0", settings().memoryLow(3 * MI).memoryMin(MI).build())
                .cgroup();
        Cgroup php = create("php-0", settings().memoryLow(4 * MI).build()).cgroup();
        assertThat(kernel.text("children/memory.low")).isEqualTo(Long.toString(7 * MI));
        assertThat(kernel.text("children/memory.min")).isEqualTo(Long.toString(MI));

        php.apply(settings().memoryLow(LeafSettings.MAX).build());
        assertThat(kernel.text("children/memory.low")).isEqualTo("max");

        assertThat(php.remove()).isTrue();
        assertThat(kernel.text("children/memory.low")).isEqualTo(Long.toString(3 * MI));
        assertThat(web.remove()).isTrue();
        assertThat(kernel.text("children/memory.low")).isEqualTo("0");
        assertThat(kernel.text("children/memory.min")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "../x",
                "cgroup.x",
                "memory.max",
                "cpu.max",
                "io.x",
                "pids.x",
                "a b",
                "a\nb",
                "é"
            })
    void nameThatIsNoCgroupsNameIsRefused(String name) {
        kernel.log.clear();

        assertThat(tree.create(name, LeafSettings.NONE))
                .isInstanceOfSatisfying(
                        Creation.NotCreated.class,
                        refused -> assertThat(refused.reason()).startsWith("cannot create cgroup "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web-0", "memory", "cgroup", "cpuset-0", "memory-x.y", "cleanup-r17"})
    void nameThatOnlyLooksLikeAFileIsFine(String name) {
        assertThat(create(name, LeafSettings.NONE).problems()).isEmpty();
    }

    @Test
    void fullTreeIsTold() {
        kernel.refuse("children/web-0", Errno.EAGAIN);

        assertThat(tree.create("web-0", LeafSettings.NONE))
                .isEqualTo(new Creation.NotCreated("cannot create cgroup web-0: resource temporarily unavailable"
                        + " (cgroup.max.descendants or cgroup.max.depth is reached)"));
    }

    @Test
    void leafOfTheSameNameIsEmptiedFirst() {
        create("web-0", settings().memoryLow(MI).build());
        kernel.mkdir(kernel.mount.resolve("children/web-0/own").toString());
        kernel.enter(50, "children/web-0/own");

        create("web-0", settings().memoryLow(2 * MI).build());
        assertThat(kernel.killed).containsExactly(50);
        assertThat(kernel.has("children/web-0/own")).isFalse();
        assertThat(kernel.text("children/memory.low")).isEqualTo(Long.toString(2 * MI));
    }

    @Test
    void leafThatCannotBeEmptiedIsNotTakenOver() {
        leaf("web-0");
        kernel.refuse("children/web-0", Errno.EBUSY);

        assertThat(tree.create("web-0", LeafSettings.NONE))
                .isEqualTo(new Creation.NotCreated("cannot create cgroup web-0: there is one of that name,"
                        + " and what runs in it does not end"));
    }

    @Test
    void leftoversThatDoNotEndAreNamed() {
        kernel.mkdir(kernel.mount.resolve("children/old-0").toString());
        kernel.mkdir(kernel.mount.resolve("children/old-1").toString());
        kernel.enter(50, "children/old-0");
        kernel.enter(51, "children/old-1");
        kernel.refuse("children/old-1", Errno.EBUSY);

        assertThat(tree.endLeftovers(20)).isEqualTo(new CgroupTree.Leftovers(2, List.of("old-1")));
        assertThat(kernel.killed).contains(50, 51);
    }

    @Test
    void withoutLeftoversNothingIsWaitedFor() {
        assertThat(tree.endLeftovers(Long.MAX_VALUE / 1_000_000)).isEqualTo(new CgroupTree.Leftovers(0, List.of()));
    }

    @Test
    void killReachesWhatTheProgramMadeBelow() {
        Cgroup web = leaf("web-0");
        kernel.mkdir(kernel.mount.resolve("children/web-0/own").toString());
        kernel.enter(50, "children/web-0");
        kernel.enter(51, "children/web-0/own");
        assertThat(web.populated()).isTrue();

        web.kill();
        assertThat(kernel.killed).containsExactlyInAnyOrder(50, 51);
        assertThat(web.populated()).isFalse();
    }

    @Test
    void withoutCgroupKillTheFrozenAreKilledOneByOne() {
        kernel.lacking.add("cgroup.kill");
        Cgroup web = leaf("web-0");
        kernel.mkdir(kernel.mount.resolve("children/web-0/own").toString());
        kernel.enter(50, "children/web-0");
        kernel.enter(51, "children/web-0/own");

        web.kill();
        assertThat(kernel.log).contains("children/web-0/cgroup.freeze=1");
        assertThat(kernel.killed).containsExactly(50, 51);
        assertThat(web.populated()).isFalse();
    }

    @Test
    void freezeAndThawShowInFrozen() {
        Cgroup web = leaf("web-0");
        assertThat(web.frozen()).isFalse();

        assertThat(web.freeze()).isTrue();
        assertThat(web.frozen()).isTrue();
        assertThat(web.thaw()).isTrue();
        assertThat(web.frozen()).isFalse();
    }

    @Test
    void withoutAFreezerTheCallerKnows() {
        kernel.lacking.add("cgroup.freeze");

        assertThat(leaf("web-0").freeze()).isFalse();
    }

    @Test
    void listSeesCgroupsBelowToo() {
        Cgroup web = leaf("web-0");
        kernel.mkdir(kernel.mount.resolve("children/web-0/own").toString());
        for (int pid = 100; pid < 180; pid++) {
            kernel.enter(pid, pid < 140 ? "children/web-0" : "children/web-0/own");
        }
        Members members = new Members();

        assertThat(web.list(members)).isEqualTo(80);
        assertThat(members.pid(0)).isEqualTo(100);
        assertThat(members.pid(79)).isEqualTo(179);
    }

    @Test
    void removalTakesCgroupsBelowAndWaitsForProcesses() {
        Cgroup web = leaf("web-0");
        kernel.mkdir(kernel.mount.resolve("children/web-0/own").toString());
        kernel.mkdir(kernel.mount.resolve("children/web-0/own/deep").toString());
        kernel.enter(50, "children/web-0/own/deep");
        assertThat(web.remove()).isFalse();

        web.kill();
        assertThat(web.remove()).isTrue();
        assertThat(kernel.has("children/web-0")).isFalse();
        assertThat(web.populated()).isFalse();
        assertThat(web.remove()).isTrue();
    }
}
