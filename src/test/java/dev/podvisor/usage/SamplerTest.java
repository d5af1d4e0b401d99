package dev.podvisor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.Machine;
import dev.podvisor.linux.PidList;
import dev.podvisor.linux.ProcReader;
import dev.podvisor.usage.FakeProc.Fake;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a folder that reads like /proc. */
class SamplerTest {

    private static final long RUN = 7;
    private static final long NOW = 1000; // clock ticks since boot
    private static final long TICK = Machine.micros(1);
    private static final long SIGCHLD_IGNORED = 1 << 16;

    @TempDir
    Path folder;

    private FakeProc proc;
    private Sampler sampler;
    private final Map<Integer, Long> marks = new HashMap<>();
    private final Fake leader = process(0);
    private final Fake child = process(1);
    private final RunRef run = new RunRef(RUN, leader.pid, leader.start);

    @BeforeEach
    void open() {
        proc = new FakeProc(folder);
        sampler = new Sampler(new ProcReader(folder), pid -> marks.getOrDefault(pid, -1L), () -> NOW);
        child.parent = leader.pid;
        child.start = leader.start + 1;
        proc.put(leader);
    }

    @AfterEach
    void close() {
        sampler.close();
    }

    private static Fake process(int number) {
        return new Fake(FakeProc.FIRST_PID + number);
    }

    private void putMarked(Fake fake) {
        proc.put(fake);
        marks.put(fake.pid, RUN);
    }

    private RunUsage sample() {
        return sampler.sample(List.of(run)).runs().getFirst();
    }

    @Test
    void treeIsEveryProcessWithTheMark() {
        leader.user = 10;
        leader.system = 20;
        leader.childUser = 1;
        leader.childSystem = 2;
        leader.threads = 3;
        leader.virtualPages = 100;
        leader.residentPages = 50;
        leader.readBytes = 4096;
        leader.writeBytes = 8192;
        leader.fds = 4;
        proc.put(leader);
        child.user = 5;
        child.system = 6;
        child.virtualPages = 10;
        child.residentPages = 7;
        child.readBytes = 1;
        child.writeBytes = 2;
        child.fds = 2;
        putMarked(child);
        proc.put(process(2)); // a stranger

        assertThat(sample())
                .isEqualTo(new RunUsage(
                        RUN,
                        16 * TICK,
                        28 * TICK,
                        57 * Machine.pageSize(),
                        110 * Machine.pageSize(),
                        0,
                        4097,
                        8194,
                        6,
                        4,
                        2,
                        List.of()));
        assertThat(sampler.problems()).isEmpty();
    }

    @Test
    void membershipIsAskedInsteadOfMarks() {
        putMarked(process(2));
        proc.put(child);
        RunRef inCgroup = RunRef.inCgroup(RUN, leader.pid, leader.start, this::listLeaderAndChild, CgroupCpu.NONE);

        RunUsage usage = sampler.sample(List.of(inCgroup)).runs().getFirst();

        assertThat(usage.processes()).isEqualTo(2);
    }

    private boolean listLeaderAndChild(PidList into) {
        into.add(leader.pid);
        into.add(child.pid);
        return true;
    }

    @Test
    void knownMembersStayWhileTheMembershipCannotBeTold() {
        proc.put(child);
        boolean[] readable = {true};
        RunRef inCgroup = RunRef.inCgroup(
                RUN, leader.pid, leader.start, pids -> readable[0] && listLeaderAndChild(pids), CgroupCpu.NONE);
        sampler.sample(List.of(inCgroup));

        readable[0] = false;

        assertThat(sampler.sample(List.of(inCgroup)).runs().getFirst().processes())
                .isEqualTo(2);
    }

    @Test
    void cpuOfACgroupIsTheCgroupsWhileItCanBeRead() {
        leader.user = 5;
        proc.put(leader);
        FakeCgroup cgroup = new FakeCgroup();
        RunRef inCgroup = RunRef.inCgroup(RUN, leader.pid, leader.start, this::listLeaderAndChild, cgroup);

        assertThat(sampler.sample(List.of(inCgroup)).runs().getFirst().cpuUserMicros())
                .isEqualTo(123_456);
        cgroup.readable = false;
        assertThat(sampler.sample(List.of(inCgroup)).runs().getFirst().cpuUserMicros())
                .isEqualTo(123_456);
    }

    private static final class FakeCgroup implements CgroupCpu {
        boolean readable = true;

        @Override
        public boolean refresh() {
            return readable;
        }

        @Override
        public long userMicros() {
            return 123_456;
        }

        @Override
        public long systemMicros() {
            return 1;
        }
    }

    @Test
    void pidWithANewOwnerIsAnotherProcess() {
        child.user = 50;
        putMarked(child);
        sample();

        child.start = 500;
        child.user = 90_000;
        child.residentPages = 3;
        proc.put(child); // a stranger, whose pid was listed for the one before

        RunUsage usage = sample();
        assertThat(usage.cpuUserMicros()).isEqualTo(50 * TICK);
        assertThat(usage.processes()).isEqualTo(1);
        assertThat(usage.rssBytes()).isZero();
    }

    @Test
    void processYoungerThanTheListIsNotTaken() {
        child.start = NOW; // it may have got the pid after a member that was listed with it
        putMarked(child);

        assertThat(sample().processes()).isEqualTo(1);
    }

    @Test
    void leaderIsTakenByItsStartTimeAlone() {
        leader.start = 101;
        proc.put(leader);

        RunUsage usage = sample();

        assertThat(usage.processes()).isZero();
        assertThat(usage.cpuUserMicros()).isZero();
        assertThat(sampler.problems()).isEmpty();
    }

    @Test
    void leaderOfUnknownStartIsTakenAsItIsFirstFound() {
        RunRef unknown = new RunRef(RUN, leader.pid, RunRef.UNKNOWN_START);

        assertThat(sampler.sample(List.of(unknown)).runs().getFirst().processes())
                .isEqualTo(1);
        leader.start = 500;
        proc.put(leader); // somebody else
        sampler.sample(List.of(unknown));
        assertThat(sampler.sample(List.of(unknown)).runs().getFirst().processes())
                .isZero();
    }

    @Test
    void pidOfAnEndedRunCanLeadTheNext() {
        sample();
        leader.start = 300;
        leader.user = 4;
        proc.put(leader);
        RunRef next = new RunRef(RUN + 1, leader.pid, 300);

        assertThat(sampler.sample(List.of(run, next)).runs())
                .extracting(RunUsage::cpuUserMicros)
                .containsExactly(0L, 4 * TICK);
        assertThat(sampler.sample(List.of(next)).runs())
                .extracting(RunUsage::processes)
                .containsExactly(1L);
    }

    @Test
    void countersHoldWhenAChildEndsBeforeItIsCountedElsewhere() {
        child.user = 30;
        child.readBytes = 100;
        putMarked(child);
        assertThat(sample().cpuUserMicros()).isEqualTo(30 * TICK);

        proc.remove(child.pid);
        RunUsage between = sample();
        leader.childUser = 31;
        leader.readBytes = 104;
        proc.put(leader);
        RunUsage after = sample();

        assertThat(between.cpuUserMicros()).isEqualTo(30 * TICK);
        assertThat(between.readBytes()).isEqualTo(100);
        assertThat(after.cpuUserMicros()).isEqualTo(31 * TICK);
        assertThat(after.readBytes()).isEqualTo(104);
        assertThat(sampler.members()).isEqualTo(1);
    }

    @Test
    void whatPodvisorReapsGoesOnCounting() {
        child.user = 30;
        child.writeBytes = 512;
        putMarked(child);
        sample();

        proc.remove(child.pid);
        run.reaped(30 * TICK + 5, 7, 0, 1024);

        RunUsage usage = sample();
        assertThat(usage.cpuUserMicros()).isEqualTo(30 * TICK + 5);
        assertThat(usage.cpuSystemMicros()).isEqualTo(7);
        assertThat(usage.writeBytes()).isEqualTo(1024);
    }

    @Test
    void childOfAParentThatIgnoresItsChildrenIsCountedAsItWasLastSeen() {
        leader.ignored = SIGCHLD_IGNORED;
        leader.user = 1;
        proc.put(leader);
        child.user = 30;
        child.system = 4;
        child.writeBytes = 512;
        putMarked(child);
        sample();

        proc.remove(child.pid);
        sample();
        leader.user = 3;
        proc.put(leader);

        RunUsage usage = sample();
        assertThat(usage.cpuUserMicros()).isEqualTo(33 * TICK);
        assertThat(usage.cpuSystemMicros()).isEqualTo(4 * TICK);
        assertThat(usage.writeBytes()).isEqualTo(512);
    }

    @Test
    void zombiesHaveTheirTimesAndNothingElse() {
        child.fds = 5;
        child.residentPages = 9;
        putMarked(child);
        sample();

        child.state = 'Z';
        child.user = 8;
        proc.put(child);

        RunUsage usage = sample();
        assertThat(usage.cpuUserMicros()).isEqualTo(8 * TICK);
        assertThat(usage.processes()).isEqualTo(1);
        assertThat(usage.threads()).isEqualTo(1);
        assertThat(usage.fds()).isZero();
        assertThat(usage.rssBytes()).isZero();
    }

    @Test
    void parentsAreReadBeforeChildrenEvenOfTheSameClockTick() {
        putMarked(child);
        List<Fake> chain = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            Fake link = process(100 - i); // pids that fall, as after the largest one
            link.parent = i == 1 ? leader.pid : chain.getLast().pid;
            link.start = leader.start;
            putMarked(link);
            chain.add(link);
        }
        sample();

        assertThat(run.members)
                .extracting(member -> member.pid)
                .containsExactly(
                        leader.pid,
                        chain.get(0).pid,
                        chain.get(1).pid,
                        chain.get(2).pid,
                        chain.get(3).pid,
                        chain.get(4).pid,
                        child.pid);
    }

    @Test
    void swapIsReadWhileSomethingIsSwappedOut() {
        leader.swapKb = 12;
        proc.put(leader);

        assertThat(sample().swapBytes()).isZero();
        proc.swapped(12);
        assertThat(sample().swapBytes()).isEqualTo(12 * 1024);
    }

    @Test
    void valueThatCannotBeReadIsAbsentAndTheRestGoesOn() {
        leader.user = 2;
        leader.fds = 3;
        leader.readBytes = 9;
        proc.put(leader);
        proc.spoil(leader.pid, "io");

        RunUsage usage = sample();
        assertThat(usage.readBytes()).isEqualTo(RunUsage.ABSENT);
        assertThat(usage.writeBytes()).isEqualTo(RunUsage.ABSENT);
        assertThat(usage.cpuUserMicros()).isEqualTo(2 * TICK);
        assertThat(usage.fds()).isEqualTo(3);
        assertThat(sampler.problems())
                .containsExactly("cannot read /proc/" + leader.pid
                        + "/io: is a directory (a process of another user; CAP_SYS_PTRACE allows it)");

        proc.put(leader);
        assertThat(sample().readBytes()).isEqualTo(9);
        assertThat(sampler.problems()).isEmpty();
    }

    @Test
    void hiddenLeaderIsNotTakenForAnEndedOne() {
        int hidden = Libc.getpid(); // it exists, but not below this /proc
        RunUsage usage =
                sampler.sample(List.of(new RunRef(RUN, hidden, 1))).runs().getFirst();

        assertThat(usage).isEqualTo(new RunUsage(RUN, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, List.of()));
        assertThat(sampler.problems())
                .containsExactly("cannot read /proc/" + hidden
                        + "/stat: no such file or directory (is /proc mounted with hidepid?)");
    }

    @Test
    void networkIsOfARunOnlyInANamespaceOfItsOwn() {
        Fake self = new Fake(Libc.getpid());
        proc.put(self);
        proc.interfaces(
                self.pid, "    lo: 10 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0", "  eth0:100 3 0 0 0 0 0 0 200 4 0 0 0 0 0 0");
        child.parent = 1;
        child.namespace = "net:[2]";
        proc.put(child);
        proc.interfaces(child.pid, "veth0: 5 6 0 0 0 0 0 0 7 8 0 0 0 0 0 0");
        RunRef apart = new RunRef(RUN + 1, child.pid, child.start);

        Sample sample = sampler.sample(List.of(run, apart));

        assertThat(sample.network())
                .containsExactly(new InterfaceUsage("lo", 10, 1, 20, 2), new InterfaceUsage("eth0", 100, 3, 200, 4));
        assertThat(sample.runs().getFirst().network()).isEmpty();
        assertThat(sample.runs().getLast().network()).containsExactly(new InterfaceUsage("veth0", 5, 6, 7, 8));

        proc.interfaces(child.pid, "veth0: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0"); // made anew
        assertThat(sampler.sample(List.of(run, apart)).runs().getLast().network())
                .containsExactly(new InterfaceUsage("veth0", 6, 7, 8, 9));
    }

    @Test
    void endedRunsAreForgotten() {
        putMarked(child);
        sample();

        sampler.sample(List.of());

        assertThat(sampler.members()).isZero();
    }

    @Test
    void sampleMakesLittleMoreThanItsResult() {
        int processes = 50;
        List<RunRef> runs = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            Fake fake = process(200 + i);
            proc.put(fake);
            runs.add(RunRef.inCgroup(i, fake.pid, fake.start, _ -> true, CgroupCpu.NONE));
        }
        for (int i = 0; i < 300; i++) {
            sampler.sample(runs);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20; i++) {
            sampler.sample(runs);
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 20;

        assertThat(bytes).as("bytes a sample").isLessThan(processes * 128 + 1024);
    }
}
