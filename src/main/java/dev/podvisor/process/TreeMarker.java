package dev.podvisor.process;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Rlimit;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Marks every process of a run, however it forks, changes its session or clears its environment: the soft RLIMIT_RTTIME is
 * inherited, needs no privilege, and at 2^61 microseconds and above limits nothing. It carries which supervisor (24 bits of its
 * identity) and which run (36 bits).
 */
final class TreeMarker {

    private static final int RUN_BITS = 36;
    private static final long RUN_MASK = (1L << RUN_BITS) - 1;
    private static final long BASE = 1L << 61;
    private static final long IDENTITY_MASK = (1L << 24) - 1;

    private final long prefix;
    private final Rlimit.Pair own = Rlimit.get(Rlimit.RTTIME);
    private final MemorySegment pair = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2);

    /** @param identity the same for a supervisor and its successor, different between supervisors */
    TreeMarker(int identity) {
        this.prefix = BASE | ((identity & IDENTITY_MASK) << RUN_BITS);
    }

    /** Whether the hard limit leaves room for a mark. */
    boolean possible() {
        return own.hard() == -1 || Long.compareUnsigned(own.hard(), BASE << 1) >= 0;
    }

    /** From here on, what this process starts bears the mark of the run; {@link #takeOff} ends it. */
    void putOn(long run) {
        if (possible()) {
            Rlimit.set(Rlimit.RTTIME, new Rlimit.Pair(prefix | (run & RUN_MASK), own.hard()));
        }
    }

    void takeOff() {
        Rlimit.set(Rlimit.RTTIME, own);
    }

    /** The run whose mark a process bears, or -1. */
    long runOf(int pid) {
        int result = Rlimit.softOf(pid, Rlimit.RTTIME, pair);
        // Without CAP_SYS_RESOURCE prlimit(2) refuses processes of another user; /proc/PID/limits is open to all.
        long soft = result == 0 ? pair.get(ValueLayout.JAVA_LONG, 0) : result == -Errno.EPERM ? fromProc(pid) : -1;
        return (soft & ~RUN_MASK) == prefix ? soft & RUN_MASK : -1;
    }

    private static long fromProc(int pid) {
        try {
            String limits = Files.readString(Path.of("/proc/" + pid + "/limits"), StandardCharsets.ISO_8859_1);
            int at = limits.indexOf("Max realtime timeout");
            String soft = at < 0 ? "" : limits.substring(at + 20).stripLeading().split("\\s", 2)[0];
            return soft.isEmpty() || soft.equals("unlimited") ? -1 : Long.parseUnsignedLong(soft);
        } catch (IOException | NumberFormatException gone) {
            return -1;
        }
    }
}
