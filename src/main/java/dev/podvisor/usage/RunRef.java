package dev.podvisor.usage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run to be sampled: who it is, and what podvisor itself has reaped of it. One object from the run's spawn to its end, for one
 * {@link Sampler}. {@link #reaped} may come from any thread; the rest belongs to the sampler's.
 */
public final class RunRef {

    /** Start time of a leader that has not been looked at: its first sample finds it out. */
    public static final long UNKNOWN_START = -1;

    final long run;
    final int leader;
    final @Nullable Membership membership;
    final CgroupCpu cpu;

    // The sampler's own from here on.
    long leaderStart;
    final List<Member> members = new ArrayList<>(2);
    final Counter user = new Counter();
    final Counter system = new Counter();
    final Counter read = new Counter();
    final Counter written = new Counter();
    /** The last sample that this run was part of. */
    long sampled;
    /** Whether this sample has found processes of it that are new. */
    boolean grown;
    /** Whether all members that exist could be told, so that one which was not named is none any more. */
    boolean listed;
    /** The bits of {@link Refused}: what could not be read of some member in this sample. */
    int refused;

    /** Only when the leader is in a network namespace of its own. */
    @Nullable
    NetworkCounters network;

    List<InterfaceUsage> interfaces = List.of();

    private final Object lock = new Object();
    private long reapedUser;
    private long reapedSystem;
    private long reapedRead;
    private long reapedWritten;

    /**
     * A run whose processes are known by their {@link Marks}.
     *
     * @param leaderStart clock ticks since boot, as {@code /proc/PID/stat} has it, or {@link #UNKNOWN_START}
     */
    public RunRef(long run, int leader, long leaderStart) {
        this(run, leader, leaderStart, null, CgroupCpu.NONE);
    }

    /** A run with a cgroup. */
    public static RunRef inCgroup(long run, int leader, long leaderStart, Membership membership, CgroupCpu cpu) {
        return new RunRef(run, leader, leaderStart, membership, cpu);
    }

    private RunRef(long run, int leader, long leaderStart, @Nullable Membership membership, CgroupCpu cpu) {
        this.run = run;
        this.leader = leader;
        this.leaderStart = leaderStart;
        this.membership = membership;
        this.cpu = cpu;
    }

    public long run() {
        return run;
    }

    /**
     * Adds what a process of this run had used in all when podvisor reaped it, its own waited-for children included: the
     * {@code rusage} of wait4(2). To be called right after the wait, for the leader and for every orphan of the tree.
     */
    public void reaped(long userMicros, long systemMicros, long readBytes, long writeBytes) {
        synchronized (lock) {
            reapedUser += userMicros;
            reapedSystem += systemMicros;
            reapedRead += readBytes;
            reapedWritten += writeBytes;
        }
    }

    /**
     * Begins a sample. What is reaped from here on waits for the next one: a process is read afterwards or not at all, so that
     * none counts both as live and as reaped.
     */
    void begin(long sample) {
        synchronized (lock) {
            user.reaped = reapedUser;
            system.reaped = reapedSystem;
            read.reaped = reapedRead;
            written.reaped = reapedWritten;
        }
        sampled = sample;
        grown = false;
        listed = true;
        refused = 0;
    }
}
