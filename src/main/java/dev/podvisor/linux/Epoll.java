package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An epoll(7) instance and its event buffer. {@link #await} belongs to one thread; {@link #add} and {@link #remove} may come
 * from any.
 */
public final class Epoll implements AutoCloseable {

    public static final int EPOLLIN = 1;
    public static final int EPOLLOUT = 4;
    public static final int EPOLLERR = 8;
    public static final int EPOLLHUP = 16;

    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;

    private static final MemorySegment CREATE = Native.symbol("epoll_create1");
    private static final MemorySegment CTL = Native.symbol("epoll_ctl");
    private static final MemorySegment WAIT = Native.symbol("epoll_wait");

    /** The kernel packs epoll_event on x86-64 only: 12 bytes with the data at 4, elsewhere 16 with the data at 8. */
    private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

    private static final int EVENT_SIZE = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;

    private final int fd;
    private final int capacity;
    private final MemorySegment events;

    /** An instance whose {@link #await} yields at most {@code capacity} events at a time. */
    public Epoll(int capacity) {
        this.fd = Native.call(CREATE, Libc.O_CLOEXEC, 0, 0, 0, 0, 0);
        if (fd < 0) {
            throw new IllegalStateException("cannot create an epoll instance: " + Errno.text(-fd));
        }
        this.capacity = capacity;
        this.events = Arena.ofAuto().allocate((long) EVENT_SIZE * capacity, 8);
    }

    /** Watches a descriptor; {@code data} comes back with its events. Yields 0 or a negative error number. */
    public int add(int target, int mask, long data) {
        return control(CTL_ADD, target, mask, data);
    }

    /** Changes what a watched descriptor is watched for. Yields 0 or a negative error number. */
    public int modify(int target, int mask, long data) {
        return control(CTL_MOD, target, mask, data);
    }

    /** Stops watching; to be called before the descriptor is closed, or events of its next owner get mixed in. */
    public int remove(int target) {
        return control(CTL_DEL, target, 0, 0);
    }

    private int control(int operation, int target, int mask, long data) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_SIZE, 8);
            event.set(JAVA_INT_UNALIGNED, 0, mask);
            event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, data);
            return Native.call(CTL, fd, operation, target, event.address(), 0, 0);
        }
    }

    /** Waits at most {@code milliseconds} (-1: without end) and yields how many events came, or a negative error number. */
    public int await(int milliseconds) {
        return Native.call(WAIT, fd, events.address(), capacity, milliseconds, 0, 0);
    }

    /** What the event with this index was for. */
    public long data(int index) {
        return events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_SIZE + DATA_OFFSET);
    }

    /** The mask of the event with this index. */
    public int mask(int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_SIZE);
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
