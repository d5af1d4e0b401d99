package dev.podvisor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupReadingTest {

    private static final int ROUNDS = 5_000;

    @TempDir
    Path directory;

    private FakeKernel kernel;
    private Path leaf;
    private final CgroupReading reading = new CgroupReading();

    @BeforeEach
    void container() throws IOException {
        kernel = new FakeKernel(directory, "cpu memory pids io", FakeKernel.SUPERVISOR_PID);
        leaf = kernel.mount.resolve("children/web-0");
    }

    private Cgroup leaf() {
        Creation made = kernel.tree().create("web-0", LeafSettings.NONE);
        return ((Creation.Created) made).cgroup();
    }

    /** As a 6.1 kernel printed them. */
    private Cgroup filled() throws IOException {
        kernel.mkdir(kernel.mount.resolve("children").toString());
        Files.writeString(kernel.mount.resolve("children/cpu.pressure"), "");
        Cgroup web = leaf();
        put("cpu.stat", """
                usage_usec 1234567
                user_usec 1000000
                system_usec 234567
                nr_periods 41
                nr_throttled 39
                throttled_usec 3100000
                nr_bursts 0
                burst_usec 0
                """);
        put("memory.current", "33554432\n");
        put("memory.peak", "67108864\n");
        put("memory.events", "low 1\nhigh 2\nmax 208\noom 3\noom_kill 4\noom_group_kill 5\n");
        put("cpu.pressure", """
                some avg10=0.00 avg60=0.00 avg300=0.00 total=11
                full avg10=0.00 avg60=0.00 avg300=0.00 total=12
                """);
        put("memory.pressure", """
                some avg10=0.00 avg60=0.00 avg300=0.00 total=21
                full avg10=0.00 avg60=0.00 avg300=0.00 total=22
                """);
        put("io.pressure", """
                some avg10=0.00 avg60=0.00 avg300=0.00 total=31
                full avg10=0.00 avg60=0.00 avg300=0.00 total=18446744073709551615
                """);
        return web;
    }

    private void put(String file, String text) throws IOException {
        Files.writeString(leaf.resolve(file), text);
    }

    @Test
    void everyFileIsRead() throws IOException {
        filled().read(reading);

        assertThat(reading).usingRecursiveComparison().ignoringFields("file").isEqualTo(expected());
    }

    private static CgroupReading expected() {
        CgroupReading r = new CgroupReading();
        r.cpuUser = 1000000;
        r.cpuSystem = 234567;
        r.cpuPeriods = 41;
        r.cpuThrottledPeriods = 39;
        r.cpuThrottled = 3100000;
        r.memoryCurrent = 33554432;
        r.memoryPeak = 67108864;
        r.memoryMaxEvents = 208;
        r.oomKills = 4;
        r.cpuPressureSome = 11;
        r.cpuPressureFull = 12;
        r.memoryPressureSome = 21;
        r.memoryPressureFull = 22;
        r.ioPressureSome = 31;
        r.ioPressureFull = Long.MAX_VALUE;
        return r;
    }

    @Test
    void absentFilesAreMinusOne() {
        leaf().read(reading);

        assertThat(reading.cpuUser).isEqualTo(-1);
        assertThat(reading.cpuThrottled).isEqualTo(-1);
        assertThat(reading.memoryCurrent).isEqualTo(-1);
        assertThat(reading.memoryPeak).isEqualTo(-1);
        assertThat(reading.oomKills).isEqualTo(-1);
        assertThat(reading.cpuPressureSome).isEqualTo(-1);
        assertThat(reading.ioPressureFull).isEqualTo(-1);
    }

    @Test
    void olderKernelsFilesAreShorter() throws IOException {
        Cgroup web = filled();
        put("cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\n");
        put("memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 1\n");
        put("cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=11\n");
        web.read(reading);

        assertThat(reading.cpuUser).isEqualTo(3);
        assertThat(reading.cpuPeriods).isEqualTo(-1);
        assertThat(reading.oomKills).isEqualTo(1);
        assertThat(reading.cpuPressureSome).isEqualTo(11);
        assertThat(reading.cpuPressureFull).isEqualTo(-1);
    }

    @Test
    void brokenContentIsAbsent() throws IOException {
        Cgroup web = filled();
        put("cpu.stat", "usage_usec\nuser_usec x\nsystem_usec -5");
        put("memory.current", "");
        put("memory.events", "oom_killed 3\n");
        web.read(reading);

        assertThat(reading.cpuUser).isEqualTo(-1);
        assertThat(reading.cpuSystem).isEqualTo(-1);
        assertThat(reading.memoryCurrent).isEqualTo(-1);
        assertThat(reading.oomKills).isEqualTo(-1);
    }

    @Test
    void withoutMemoryPeakTheLargestSeenIsKept() throws IOException {
        Cgroup web = filled();
        Files.delete(leaf.resolve("memory.peak"));
        web.read(reading);
        put("memory.current", "4096\n");
        web.read(reading);

        assertThat(reading.memoryCurrent).isEqualTo(4096);
        assertThat(reading.memoryPeak).isEqualTo(33554432);
    }

    @Test
    void manyPidsAreReadAcrossPages() throws IOException {
        Cgroup web = filled();
        StringBuilder text = new StringBuilder();
        for (int pid = 4_000_000; pid < 4_010_000; pid++) {
            text.append(pid).append('\n');
        }
        put("cgroup.procs", text.toString());
        Members members = new Members();

        assertThat(web.list(members)).isEqualTo(10_000);
        assertThat(members.pid(9_999)).isEqualTo(4_009_999);
    }

    @Test
    void readingsMakeNoGarbageToSpeakOf() throws IOException {
        Cgroup web = filled();
        Members members = new Members();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < ROUNDS; i++) {
            web.read(reading);
            web.list(members);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            web.read(reading);
            web.list(members);
        }
        long perReading = (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;

        System.out.println("bytes allocated per reading: " + perReading);
        assertThat(perReading).isLessThan(1024);
    }

    @Test
    void containersLimitsAreRead() throws IOException {
        ContainerCgroup container = new ContainerCgroup(kernel.mount.toFile());
        Files.writeString(kernel.mount.resolve("cpu.max"), "150000 100000\n");
        Files.writeString(kernel.mount.resolve("memory.max"), "1073741824\n");
        Files.writeString(kernel.mount.resolve("memory.current"), "4096\n");
        Files.writeString(kernel.mount.resolve("pids.max"), "max\n");
        Files.delete(kernel.mount.resolve("memory.swap.max"));

        assertThat(container.limits())
                .isEqualTo(new ContainerLimits(150_000, 100_000, 1L << 30, -1, 0, 0, ContainerLimits.MAX));
        assertThat(container.memoryCurrent()).isEqualTo(4096);

        Files.writeString(kernel.mount.resolve("cpu.max"), "max 100000\n");
        assertThat(container.limits().cpuQuota()).isEqualTo(ContainerLimits.MAX);
        Files.delete(kernel.mount.resolve("cpu.max"));
        assertThat(container.limits().cpuQuota()).isEqualTo(-1);
        assertThat(container.limits().cpuPeriod()).isEqualTo(-1);
    }
}
