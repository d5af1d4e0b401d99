package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A descriptor that wakes an {@link Epoll} (eventfd(2)). Thread-safe. */
public final class EventFd implements AutoCloseable {

    private static final MemorySegment EVENTFD = Native.symbol("eventfd");

    private final int fd;
    private final MemorySegment one = Arena.ofAuto().allocate(JAVA_LONG);
    private final MemorySegment sink = Arena.ofAuto().allocate(JAVA_LONG);

    public EventFd() {
        this.fd = Native.call(EVENTFD, 0, Libc.O_CLOEXEC | Libc.O_NONBLOCK, 0, 0, 0, 0);
        if (fd < 0) {
            throw new IllegalStateException("cannot create an eventfd: " + Errno.text(-fd));
        }
        one.set(JAVA_LONG, 0, 1);
    }

    public int fd() {
        return fd;
    }

    /** Makes the descriptor readable. */
    public void signal() {
        Libc.write(fd, one, 0, 8);
    }

    /** Makes it unreadable again. */
    public void clear() {
        Libc.read(fd, sink, 0, 8);
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
