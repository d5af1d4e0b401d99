package dev.podvisor.logs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A real pipe, written and read in blocking mode. */
final class TestPipe implements AutoCloseable {

    private int readEnd;
    final int writeEnd;
    private boolean readOpen = true;
    private boolean writeOpen = true;

    TestPipe() {
        Libc.Pipe pipe = new Libc.Pipe();
        check(Libc.pipe2(pipe, 0));
        this.readEnd = pipe.readEnd;
        this.writeEnd = pipe.writeEnd;
    }

    private static long check(long result) {
        if (result < 0) {
            throw new IllegalStateException(Errno.text((int) -result));
        }
        return result;
    }

    void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int start, int end) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(Math.max(1, end - start));
            MemorySegment.copy(bytes, start, segment, JAVA_BYTE, 0, end - start);
            for (long done = 0; done < end - start; ) {
                done += check(Libc.write(writeEnd, segment, done, end - start - done));
            }
        }
    }

    /** What one read yields; empty at the end. */
    byte[] read(int atMost) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(atMost);
            long count = check(Libc.read(readEnd, segment, 0, atMost));
            return segment.asSlice(0, count).toArray(JAVA_BYTE);
        }
    }

    byte[] readAll() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] next = read(64 * 1024); next.length > 0; next = read(64 * 1024)) {
            all.writeBytes(next);
        }
        return all.toByteArray();
    }

    /** Whether it takes no more. That may be less than 64 KiB: what does not fit into the page of the write before has its own. */
    boolean isFull() {
        return check(Libc.awaitWritable(writeEnd, 0)) == 0;
    }

    void closeWriteEnd() {
        if (writeOpen) {
            writeOpen = false;
            Libc.close(writeEnd);
        }
    }

    void closeReadEnd() {
        if (readOpen) {
            readOpen = false;
            Libc.close(readEnd);
        }
    }

    /** As if a new reader had come to a FIFO. */
    void reopenReadEnd() {
        readEnd = (int) check(Libc.open("/proc/self/fd/" + writeEnd, Libc.O_RDONLY, 0));
        readOpen = true;
    }

    /** Somebody else owns and closes the read end. */
    int giveReadEnd() {
        readOpen = false;
        return readEnd;
    }

    @Override
    public void close() {
        closeWriteEnd();
        closeReadEnd();
    }
}
