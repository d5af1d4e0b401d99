package dev.podvisor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.linux.Errno;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Against the kernel itself. Runs in a container whose cgroup is writable, with all four controllers delegated: cgroup v2 at
 * {@code podvisor.cgroup.root} (default {@code /sys/fs/cgroup}), {@code /proc/self/cgroup} is {@code 0::/}. Privileges are not
 * needed where the cgroup belongs to the user.
 */
@Tag("cgroup")
class CgroupTreeKernelTest {

    private static final long MI = 1 << 20;
    private static final Path ROOT = Path.of(System.getProperty("podvisor.cgroup.root", "/sys/fs/cgroup"));
    private static final Path PROC = Path.of("/proc");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Process> started = new ArrayList<>();
    private final CgroupReading reading = new CgroupReading();
    private CgroupTree tree;

    @BeforeEach
    void divide() {
        Delegation delegation = Delegation.probe(ROOT.toFile(), PROC.toFile());
        assertThat(delegation).isInstanceOf(Delegation.Delegated.class);
        Delegation.Delegated delegated = (Delegation.Delegated) delegation;
        tree = delegated.tree();
        assertThat(delegated.missing()).isEmpty();
        assertThat(delegated.controllers()).hasSize(4);
    }

    @AfterEach
    void giveBack() throws Exception {
        started.forEach(Process::destroyForcibly);
        assertThat(tree.endLeftovers(PATIENCE.toMillis()).remaining()).isEmpty();
        for (Process process : started) {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        tree.close();
        assertThat(text("cgroup.procs").lines())
                .contains(Long.toString(ProcessHandle.current().pid()));
        assertThat(text("cgroup.subtree_control")).isEmpty();
        assertThat(ROOT.resolve("supervisor")).doesNotExist();
        assertThat(ROOT.resolve("children")).doesNotExist();
    }

    private static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file)).strip();
    }

    private Cgroup leaf(String name, LeafSettings settings) {
        Creation.Created created = (Creation.Created) tree.create(name, settings);
        assertThat(created.problems()).isEmpty();
        return created.cgroup();
    }

    private static LeafSettings.Builder settings() {
        return LeafSettings.builder();
    }

    /** Runs a script in a cgroup. */
    private Process start(String procsFile, String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "echo $$ >" + procsFile + " || exit 99; " + script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    private Process start(Cgroup leaf, String script) throws IOException {
        return start(leaf.procsFile(), script);
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private CgroupReading read(Cgroup leaf) {
        leaf.read(reading);
        return reading;
    }

    private long cpu(Cgroup leaf) {
        read(leaf);
        return reading.cpuUser + reading.cpuSystem;
    }

    /** What a file has in the line of a key. */
    private static long counter(String file, String key) throws IOException {
        return text(file)
                .lines()
                .filter(line -> line.startsWith(key + " "))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                .sum();
    }

    private void awaitSize(Cgroup leaf, int atLeast) {
        Members members = new Members();
        await().atMost(PATIENCE).until(() -> leaf.list(members) >= atLeast);
    }

    @Test
    void everythingIsMovedAndTheSupervisorIsProtected() throws IOException {
        assertThat(text("cgroup.procs")).isEmpty();
        assertThat(text("supervisor/cgroup.procs").lines())
                .contains(Long.toString(ProcessHandle.current().pid()));
        assertThat(text("supervisor/memory.low")).isEqualTo("100663296");
        assertThat(text("children/cgroup.controllers").split(" ")).contains("cpu", "memory", "pids", "io");
        assertThat(text("children/cgroup.max.descendants")).isEqualTo("4096");
        assertThat(text("children/cgroup.max.depth")).isEqualTo("8");
        assertThat(text("children/cpu.weight")).isEqualTo("1000");
    }

    @Test
    void processesThatForkInTheRootMeanwhileDoNotDisturb() throws Exception {
        tree.close();
        Process forks = start("/dev/null", "while :; do /bin/true; (/bin/true &) ; done");
        for (int i = 0; i < 5; i++) {
            divide();
            assertThat(text("supervisor/cgroup.procs").lines()).contains(Long.toString(forks.pid()));
            tree.close();
        }
        divide();
    }

    @Test
    void secondSupervisorIsKeptOut() {
        assertThat(Delegation.probe(ROOT.toFile(), PROC.toFile()))
                .isEqualTo(new Delegation.NotDelegated("another supervisor in this container has divided its cgroup"));
    }

    @Test
    void successorTakesOverAndEndsWhatIsLeft() throws Exception {
        Cgroup old = leaf("web-0", settings().memoryMax(64 * MI).build());
        Process left = start(old, "mkdir " + old.directory() + "/own; sleep 1000 & wait");
        awaitSize(old, 2);
        tree.close();
        assertThat(old.populated()).isTrue();

        divide();
        assertThat(tree.endLeftovers(PATIENCE.toMillis())).isEqualTo(new CgroupTree.Leftovers(1, List.of()));
        assertThat(end(left)).isEqualTo(137);
        assertThat(old.directory()).doesNotExist();
    }

    @Test
    void kernelTakesEverySetting() throws IOException {
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
                .build();
        Cgroup web = leaf("web-0", all);

        for (Setting setting : Setting.RISING) {
            assertThat(text("children/web-0/" + setting.file)).as(setting.file).isEqualTo(setting.text(all));
        }
        assertThat(text("children/memory.low")).isEqualTo(Long.toString(32 * MI));
        assertThat(text("children/memory.min")).isEqualTo(Long.toString(16 * MI));

        assertThat(web.apply(settings().cpu(10_000, 50_000).cpuBurst(10_000).build()))
                .isEmpty();
        assertThat(web.apply(settings().cpu(90_000, 100_000).cpuBurst(90_000).build()))
                .isEmpty();
        assertThat(web.apply(LeafSettings.NONE)).isEmpty();
        for (Setting setting : Setting.RISING) {
            assertThat(text("children/web-0/" + setting.file))
                    .as(setting.file)
                    .isEqualTo(setting.text(LeafSettings.NONE).replace("90000", "100000"));
        }
        assertThat(text("children/memory.low")).isEqualTo("0");
    }

    @Test
    void ioIsLimitedByDevice() throws IOException {
        File[] disks = new File("/sys/block").listFiles((_, name) -> name.startsWith("vd") || name.startsWith("sd"));
        assertThat(disks).as("block devices").isNotEmpty();
        String device = Files.readString(disks[0].toPath().resolve("dev")).strip();
        IoLimit limit = new IoLimit(device, LeafSettings.MAX, 1_000_000, 50, LeafSettings.MAX);

        Cgroup web = leaf("web-0", settings().io(List.of(limit)).build());
        assertThat(text("children/web-0/io.max")).isEqualTo(limit.text());
        assertThat(web.apply(LeafSettings.NONE)).isEmpty();
        assertThat(text("children/web-0/io.max")).isEmpty();
    }

    @Test
    void refusalsAreTold() {
        IoLimit nowhere = new IoLimit("250:250", 1, 1, 1, 1);
        LeafSettings impossible =
                settings().cpu(10, 100_000).io(List.of(nowhere)).build();

        assertThat(((Creation.Created) tree.create("web-0", impossible)).problems())
                .containsExactly(
                        "cannot set cpu.max of cgroup web-0 to 10 100000: invalid argument"
                                + " (the kernel does not take this value)",
                        "cannot set io.max of cgroup web-0 to 250:250 rbps=1 wbps=1 riops=1 wiops=1: no such device"
                                + " (there is no such block device)");
    }

    @Test
    void fullTreeIsTold() throws IOException {
        Files.writeString(ROOT.resolve("children/cgroup.max.descendants"), "1");
        leaf("web-0", LeafSettings.NONE);

        assertThat(tree.create("web-1", LeafSettings.NONE))
                .isEqualTo(new Creation.NotCreated("cannot create cgroup web-1: resource temporarily unavailable"
                        + " (cgroup.max.descendants or cgroup.max.depth is reached)"));
    }

    @Test
    void outOfMemoryStaysInItsLeaf() throws Exception {
        Cgroup web = leaf("web-0", settings().memoryMax(32 * MI).swapMax(0).build());
        Cgroup other = leaf("php-0", LeafSettings.NONE);
        Process bystander = start(other, "exec sleep 1000");

        assertThat(end(start(web, "head -c 110M /dev/zero | exec tail -c 100M")))
                .isEqualTo(137);
        read(web);
        assertThat(reading.oomKills).isPositive();
        assertThat(reading.memoryMaxEvents).isPositive();
        assertThat(reading.memoryPeak).isBetween(16 * MI, 32 * MI);
        assertThat(read(other).oomKills).isZero();
        assertThat(bystander.isAlive()).isTrue();
    }

    @Test
    void oomGroupEndsTheWholeLeaf() throws Exception {
        Cgroup web = leaf(
                "web-0", settings().memoryMax(32 * MI).swapMax(0).oomGroup(true).build());
        Process relative = start(web, "exec sleep 1000");
        awaitSize(web, 1);

        assertThat(end(start(web, "head -c 110M /dev/zero | exec tail -c 100M")))
                .isEqualTo(137);
        assertThat(end(relative)).isEqualTo(137);
        assertThat(counter("children/web-0/memory.events", "oom_group_kill")).isPositive();
    }

    @Test
    void limitBelowPresentUseKills() throws Exception {
        Cgroup web = leaf("web-0", settings().swapMax(0).build());
        start(web, "(head -c 64M /dev/zero; exec sleep 1000) | exec tail -c 60M");
        await().atMost(PATIENCE).until(() -> read(web).memoryCurrent > 50 * MI);

        assertThat(web.apply(settings().swapMax(0).memoryMax(16 * MI).build())).isEmpty();
        await().atMost(PATIENCE).until(() -> read(web).oomKills > 0);
    }

    @Test
    void pidsMaxHoldsAForkBomb() throws Exception {
        Cgroup web = leaf("web-0", settings().pidsMax(20).build());
        start(web, "bomb() { bomb | bomb & }; bomb; exec sleep 1000");

        await().atMost(PATIENCE).until(() -> counter("children/web-0/pids.events", "max") > 0);
        assertThat(Long.parseLong(text("children/web-0/pids.current"))).isLessThanOrEqualTo(20);
    }

    @Test
    void quotaThrottlesAndUsageIsExact() throws Exception {
        Cgroup web = leaf("web-0", settings().cpu(20_000, 100_000).build());
        start(web, "while :; do :; done");

        // The time is added when a wait ends, which on a slow machine may be periods after it began.
        await().atMost(PATIENCE).until(() -> read(web).cpuThrottledPeriods > 2 && reading.cpuThrottled > 0);
        assertThat(reading.cpuUser + reading.cpuSystem).isBetween(40_000L, 20_000 * (reading.cpuPeriods + 2));
        assertThat(reading.cpuPressureSome).isPositive();
        assertThat(reading.memoryPressureFull).isNotNegative();
        assertThat(reading.ioPressureSome).isNotNegative();
        assertThat(reading.memoryCurrent).isNotNegative(); // memory of before the move stays where it was charged
    }

    @Test
    void pressureGrowsWhereMoreRunsThanThereAreCpus() throws Exception {
        Cgroup web = leaf("web-0", LeafSettings.NONE);
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            start(web, "while :; do :; done");
        }

        await().atMost(PATIENCE).until(() -> read(web).cpuPressureSome > 0);
    }

    @Test
    void killEndsWhatForksAndHidesBelow() throws Exception {
        Cgroup web = leaf("web-0", settings().pidsMax(200).build());
        String own = web.directory() + "/own";
        Process leader = start(
                web,
                "mkdir -p " + own + "/deep; (echo 0 >" + own + "/deep/cgroup.procs; exec setsid sleep 1000) &"
                        + " relay() { (relay) & }; relay; exec sleep 1000");
        awaitSize(web, 3);
        assertThat(web.remove()).isFalse();

        web.kill();
        assertThat(end(leader)).isEqualTo(137);
        await().atMost(PATIENCE).until(() -> {
            web.kill();
            return !web.populated();
        });
        assertThat(web.remove()).isTrue();
        assertThat(web.directory()).doesNotExist();
    }

    @Test
    void withoutCgroupKillTheFreezerHelps() throws Exception {
        Cgroup web = leaf("web-0", settings().pidsMax(200).build());
        start(web, "relay() { (relay) & }; relay; exec sleep 1000");
        awaitSize(web, 1);
        Emptying old = new Emptying(new Kernel() {
            @Override
            public int mkdir(String directory) {
                return Kernel.REAL.mkdir(directory);
            }

            @Override
            public int rmdir(String directory) {
                return Kernel.REAL.rmdir(directory);
            }

            @Override
            public int write(String file, String value) {
                return file.endsWith("cgroup.kill") ? -Errno.ENOENT : Kernel.REAL.write(file, value);
            }

            @Override
            public int kill(int pid, int signal) {
                return Kernel.REAL.kill(pid, signal);
            }
        });

        assertThat(old.end(List.of(web.directory()), PATIENCE.toNanos())).isTrue();
        assertThat(web.populated()).isFalse();
        assertThat(web.remove()).isTrue();
    }

    @Test
    void frozenStandsStillRunsOnAndCanBeKilled() throws Exception {
        Cgroup web = leaf("web-0", LeafSettings.NONE);
        Process busy = start(web, "while :; do :; done");
        await().atMost(PATIENCE).until(() -> cpu(web) > 20_000);

        assertThat(web.freeze()).isTrue();
        await().atMost(PATIENCE).until(web::frozen);
        long before = cpu(web);
        assertThat(busy.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(cpu(web)).isEqualTo(before);

        assertThat(web.thaw()).isTrue();
        await().atMost(PATIENCE).until(() -> cpu(web) > before);
        assertThat(web.frozen()).isFalse();

        web.freeze();
        web.kill();
        assertThat(end(busy)).isEqualTo(137);
    }

    @Test
    void leafOfTheSameNameIsEmptiedFirst() throws Exception {
        Cgroup web = leaf("web-0", LeafSettings.NONE);
        Process old = start(web, "exec sleep 1000");
        awaitSize(web, 1);

        leaf("web-0", settings().pidsMax(3).build());
        assertThat(end(old)).isEqualTo(137);
        assertThat(text("children/web-0/pids.max")).isEqualTo("3");
    }

    @Test
    void containersLimitsAreItsOwnFiles() throws IOException {
        ContainerCgroup container = new ContainerCgroup(ROOT.toFile());
        ContainerLimits limits = container.limits();

        assertThat(Setting.number(limits.memoryMax())).isEqualTo(text("memory.max"));
        assertThat(Setting.number(limits.swapMax())).isEqualTo(text("memory.swap.max"));
        assertThat(Setting.number(limits.pidsMax())).isEqualTo(text("pids.max"));
        assertThat(Setting.number(limits.cpuQuota()) + " " + limits.cpuPeriod()).isEqualTo(text("cpu.max"));
        assertThat(container.memoryCurrent()).isPositive();
    }
}
