package dev.podvisor.logs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes to stderr whatever it is, and waits for it; what it refuses for good is lost, as there is nowhere else to say so. */
final class StderrTarget implements Consumer<String> {

    private static final int STDERR = 2;

    @Override
    public void accept(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
            long done = 0;
            while (done < bytes.length) {
                long result = Libc.write(STDERR, segment, done, bytes.length - done);
                if (result > 0) {
                    done += result;
                } else if (result == -Errno.EAGAIN) {
                    Libc.awaitWritable(STDERR, 100);
                } else if (result != -Errno.EINTR) {
                    return;
                }
            }
        }
    }
}
