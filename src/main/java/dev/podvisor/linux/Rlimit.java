package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Resource limits of this and other processes (prlimit(2)). Thread-safe. */
public final class Rlimit {

    /** Most open descriptors. */
    public static final int NOFILE = 7;

    /** Microseconds of CPU a real-time process may use without sleeping. */
    public static final int RTTIME = 15;

    private static final MemorySegment PRLIMIT = Native.symbol("prlimit");

    private Rlimit() {}

    /** A soft and a hard limit; -1 is "unlimited", and values are otherwise unsigned. */
    public record Pair(long soft, long hard) {}

    /** This process's own limits. */
    public static Pair get(int resource) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(JAVA_LONG, 2);
            int result = Native.call(PRLIMIT, 0, resource, 0, pair.address(), 0, 0);
            if (result < 0) {
                throw new IllegalStateException("cannot read a resource limit: " + Errno.text(-result));
            }
            return new Pair(pair.get(JAVA_LONG, 0), pair.get(JAVA_LONG, 8));
        }
    }

    /** Sets this process's own limits; yields 0 or a negative error number. */
    public static int set(int resource, Pair limits) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(JAVA_LONG, 2);
            pair.set(JAVA_LONG, 0, limits.soft());
            pair.set(JAVA_LONG, 8, limits.hard());
            return Native.call(PRLIMIT, 0, resource, pair.address(), 0, 0, 0);
        }
    }

    /**
     * Reads the soft limit of any process into a buffer of 16 bytes; yields 0 or a negative error number (EPERM for
     * processes of others, unless privileged).
     */
    public static int softOf(int pid, int resource, MemorySegment pair) {
        return Native.call(PRLIMIT, pid, resource, 0, pair.address(), 0, 0);
    }
}
