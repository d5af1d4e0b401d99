package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** The units in which the kernel counts here (sysconf(3)), and its clock of start times (clock_gettime(2)). Thread-safe. */
public final class Machine {

    private static final MemorySegment SYSCONF = Native.symbol("sysconf");
    private static final MemorySegment CLOCK_GETTIME = Native.symbol("clock_gettime");
    private static final int SC_CLK_TCK = 2;
    private static final int SC_PAGESIZE = 30;
    private static final int CLOCK_BOOTTIME = 7;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long TICKS_PER_SECOND = Native.callLong(SYSCONF, SC_CLK_TCK, 0, 0, 0, 0, 0);
    private static final long PAGE_SIZE = Native.callLong(SYSCONF, SC_PAGESIZE, 0, 0, 0, 0, 0);
    private static final ThreadLocal<MemorySegment> TIME =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(JAVA_LONG, 2));

    private Machine() {}

    public static long pageSize() {
        return PAGE_SIZE;
    }

    /** Clock ticks of /proc in microseconds. */
    public static long micros(long ticks) {
        return ticks * (1_000_000 / TICKS_PER_SECOND);
    }

    /** The present time as {@code /proc/PID/stat} has start times: clock ticks since boot, suspended time included. */
    public static long bootTicks() {
        MemorySegment time = TIME.get();
        QuietCall.call(CLOCK_GETTIME, CLOCK_BOOTTIME, time.address(), 0, 0, 0, 0);
        long nanos = time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, 8);
        Reference.reachabilityFence(time);
        return nanos / (NANOS_PER_SECOND / TICKS_PER_SECOND);
    }
}
