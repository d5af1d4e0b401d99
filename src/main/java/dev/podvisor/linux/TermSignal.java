package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Takes SIGTERM without the JVM's help. The JVM starts a thread for each signal, and where the pids limit of a container is used
 * up that fails and the signal is lost: a fork bomb could not be stopped. Here the handler is libc's own
 * {@code eventfd_write(int fd, eventfd_t value)}: the kernel calls it with the signal's number and a pointer, so it adds
 * something to the eventfd whose number is that of the signal, which a thread that already exists is waiting to read.
 */
public final class TermSignal {

    private static final int SIGTERM = 15;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int SA_SIGINFO = 4;
    private static final int SA_RESTART = 0x1000_0000;

    // struct sigaction of glibc and musl on 64-bit Linux: handler, mask of 128 bytes, flags, restorer.
    private static final int SIGACTION_SIZE = 152;
    private static final int FLAGS_OFFSET = 136;

    private TermSignal() {}

    /**
     * Calls the handler on a thread of its own at each SIGTERM from now on. To be called early, while the descriptor of that
     * number is still free.
     *
     * @return false when the descriptor of that number is in use or libc lacks the function; nothing has changed then
     */
    public static boolean handle(Runnable handler) {
        Optional<MemorySegment> writer = Native.find("eventfd_write");
        int fd = writer.isPresent() ? eventFdAtSigterm() : -1;
        if (fd < 0) {
            return false;
        }
        Thread.ofPlatform().daemon().name("sigterm").start(() -> read(fd, handler));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(SIGACTION_SIZE, 8);
            action.set(JAVA_LONG, 0, writer.get().address());
            action.set(JAVA_INT, FLAGS_OFFSET, SA_SIGINFO | SA_RESTART);
            return Native.call(Native.symbol("sigaction"), SIGTERM, action.address(), 0, 0, 0, 0) == 0;
        }
    }

    private static int eventFdAtSigterm() {
        int made = Native.call(Native.symbol("eventfd"), 0, Libc.O_CLOEXEC, 0, 0, 0, 0);
        int moved = Native.call(Native.symbol("fcntl"), made, F_DUPFD_CLOEXEC, SIGTERM, 0, 0, 0);
        Libc.close(made);
        if (moved >= 0 && moved != SIGTERM) {
            Libc.close(moved);
            return -1;
        }
        return moved;
    }

    private static void read(int fd, Runnable handler) {
        MemorySegment value = Arena.ofAuto().allocate(JAVA_LONG);
        while (true) {
            long count = Libc.read(fd, value, 0, Long.BYTES);
            if (count == Long.BYTES) {
                handler.run();
            } else if (count != -Errno.EINTR) {
                return;
            }
        }
    }
}
