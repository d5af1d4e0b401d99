package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Signals to and waits for processes (kill(2), waitid(2), wait4(2), pidfd_open(2)). Thread-safe. */
public final class Children {

    private static final MemorySegment KILL = Native.symbol("kill");
    private static final MemorySegment WAITID = Native.symbol("waitid");
    private static final MemorySegment WAIT4 = Native.symbol("wait4");
    private static final MemorySegment SYSCALL = Native.symbol("syscall");

    private static final int P_ALL = 0;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int SI_PID = 16; // offset of si_pid in siginfo_t on 64-bit Linux
    private static final int SIGINFO_SIZE = 128;

    // The same numbers on every architecture (asm-generic/unistd.h).
    private static final int SYS_PIDFD_SEND_SIGNAL = 424;
    private static final int SYS_PIDFD_OPEN = 434;

    private Children() {}

    /** Sends a signal to a process, or to a process group when {@code pid} is negative; -1 means every process. */
    public static int kill(int pid, int signal) {
        return Native.call(KILL, pid, signal, 0, 0, 0, 0);
    }

    /** Waits for any child to end and leaves it to be reaped; yields its pid or a negative error number. */
    public static int awaitAnyExit() {
        return anyExit(WEXITED | WNOWAIT);
    }

    /** A child that has ended and is still to be reaped; 0 when there is none, or a negative error number. */
    public static int pollAnyExit() {
        return anyExit(WEXITED | WNOWAIT | WNOHANG);
    }

    private static int anyExit(int options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
            int result = Native.call(WAITID, P_ALL, 0, info.address(), options, 0, 0);
            return result == 0 ? info.get(JAVA_INT, SI_PID) : result;
        }
    }

    /**
     * Reaps a child that has ended.
     *
     * @param status gets the wait status at its start, as {@link WaitStatus#of} takes it
     * @return its pid, 0 when it has not ended, or a negative error number
     */
    public static int reap(int pid, MemorySegment status) {
        return Native.call(WAIT4, pid, status.address(), WNOHANG, 0, 0, 0);
    }

    /** The same, and says what the child used. */
    public static int reap(int pid, MemorySegment status, ResourceUse use) {
        return Native.call(WAIT4, pid, status.address(), WNOHANG, use.address(), 0, 0);
    }

    /** A descriptor that stands for this very process, so that a signal cannot hit a later owner of its pid. */
    public static int pidfdOpen(int pid) {
        return (int) Native.callLong(SYSCALL, SYS_PIDFD_OPEN, pid, 0, 0, 0, 0);
    }

    public static int pidfdSendSignal(int pidfd, int signal) {
        return (int) Native.callLong(SYSCALL, SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0, 0);
    }
}
