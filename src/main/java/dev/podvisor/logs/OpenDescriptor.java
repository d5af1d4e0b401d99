package dev.podvisor.logs;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;

/**
 * A descriptor that is not ours to change, such as stdout: its open file description is shared with others, so it stays
 * blocking, and {@link #write} blocks in write(2).
 */
final class OpenDescriptor implements Target {

    /**
     * A page. A blocking write returns when all of it is taken, so what is more than a page of a pipe, socket or
     * terminal could look stuck while its reader moves; and a full pipe takes nothing before its reader has taken a
     * page.
     */
    private static final int SMALL_WRITE = 4 * 1024;

    /** For files, which have no reader to wait for. */
    private static final int LARGE_WRITE = 64 * 1024;

    private final int fd;
    private int largest;

    OpenDescriptor(int fd) {
        this.fd = fd;
    }

    @Override
    public long write(ByteRing ring, int available) {
        if (largest == 0) {
            largest = Libc.isSeekable(fd) ? LARGE_WRITE : SMALL_WRITE;
        }
        return write(fd, ring, Math.min(largest, ring.straight(0, available)));
    }

    /** One write of so many bytes, by the contract of a target. */
    static long write(int fd, ByteRing ring, int count) {
        long result = Libc.write(fd, ring.memory(), ring.head(), count);
        if (result == -Errno.EAGAIN) {
            Libc.awaitWritable(fd, 100); // somebody has made the shared description non-blocking
            return 0;
        }
        if (result == 0) {
            return -Errno.EIO;
        }
        return result == -Errno.EINTR ? 0 : result;
    }
}
