package dev.podvisor.usage;

import dev.podvisor.linux.Machine;
import dev.podvisor.linux.ProcReading;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A process of a run, known by its pid and its start time together, and what was last read of it. */
final class Member {

    /**
     * Parents before children. A child that its parent waits for between the two readings is then missed once; the other way
     * round, its times would count twice: as its own and as those of the parent's children.
     */
    static final Comparator<Member> PARENTS_FIRST =
            (a, b) -> a.start != b.start ? Long.compare(a.start, b.start) : Integer.compare(a.depth, b.depth);

    final int pid;
    final long start;
    final RunRef run;

    /** The next one in the same place of the {@link MemberTable}. */
    @Nullable
    Member next;

    /** The last sample that found it among the run's processes. */
    long seen;

    /** How many ancestors started within the same clock tick. */
    int depth;

    /** Its pid has another owner, or it went to another run. */
    boolean gone;

    int parent;
    boolean dead;
    boolean ignoresChildren;
    long userMicros;
    long systemMicros;
    long threads;
    long virtualPages;
    long residentPages;
    long swapBytes;
    long readBytes;
    long writeBytes;
    long fds;

    Member(int pid, RunRef run, ProcReading reading) {
        this.pid = pid;
        this.run = run;
        this.start = reading.startTicks;
        this.parent = reading.parent;
    }

    /** Takes over what {@code stat} says. */
    void take(ProcReading reading) {
        parent = reading.parent;
        dead = reading.isDead();
        ignoresChildren = reading.ignoresChildren;
        userMicros = Machine.micros(reading.userTicks + reading.childUserTicks);
        systemMicros = Machine.micros(reading.systemTicks + reading.childSystemTicks);
        threads = reading.threads;
    }

    /** A zombie has its times and counters, but nothing else. */
    void leaveMemory() {
        threads = 0;
        virtualPages = 0;
        residentPages = 0;
        swapBytes = 0;
        fds = 0;
    }
}
