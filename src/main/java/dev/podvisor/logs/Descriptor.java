package dev.podvisor.logs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes to a descriptor, usually stderr, whatever it is, and waits for it. What it refuses for good is lost, as there is
 * nowhere else to say so.
 */
final class Descriptor implements Consumer<String> {

    static final int STDERR = 2;

    private final int fd;

    Descriptor(int fd) {
        this.fd = fd;
    }

    @Override
    public void accept(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
            long done = 0;
            while (done < bytes.length) {
                long result = Libc.write(fd, segment, done, bytes.length - done);
                if (result > 0) {
                    done += result;
                } else if (result == -Errno.EAGAIN) {
                    Libc.awaitWritable(fd, 100);
                } else if (result != -Errno.EINTR) {
                    return;
                }
            }
        }
    }
}
