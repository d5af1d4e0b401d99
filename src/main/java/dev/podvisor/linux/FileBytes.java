package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The content of one small file after the other, as /proc and cgroups have them, read without garbage: a path, a native buffer
 * and an array that are used again and again. Not thread-safe.
 */
public final class FileBytes {

    private static final int PATH_MAX = 4096; // limits.h, the terminating NUL included
    private static final int BUFFER_SIZE = 4096;
    private static final int MAX_SIZE = 1 << 24;

    /**
     * A read below this size was the last: the kernel fills a page of whole records (seq_file), and no record in such a file is
     * as long as half of one.
     */
    private static final int SURELY_LAST = BUFFER_SIZE / 2;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment path = arena.allocate(PATH_MAX);
    private final MemorySegment buffer = arena.allocate(BUFFER_SIZE);
    private byte[] bytes = new byte[BUFFER_SIZE];
    private int length;

    /**
     * Reads a file to its end; yields how many bytes it holds, or the negative error number of open(2) or read(2), after which
     * the content is empty.
     */
    public int load(byte[] directory, byte[] name) {
        length = 0;
        int size = directory.length + 1 + name.length;
        if (size >= PATH_MAX) {
            return -Errno.ENAMETOOLONG;
        }
        MemorySegment.copy(directory, 0, path, JAVA_BYTE, 0, directory.length);
        path.set(JAVA_BYTE, directory.length, (byte) '/');
        MemorySegment.copy(name, 0, path, JAVA_BYTE, directory.length + 1L, name.length);
        path.set(JAVA_BYTE, size, (byte) 0);
        int fd = Libc.open(path, Libc.O_RDONLY);
        if (fd < 0) {
            return fd;
        }
        try {
            int error = readToEnd(fd);
            length = error < 0 ? 0 : length;
            return error < 0 ? error : length;
        } finally {
            Libc.close(fd);
        }
    }

    private int readToEnd(int fd) {
        while (length < MAX_SIZE) {
            int count = (int) Libc.read(fd, buffer, 0, BUFFER_SIZE);
            if (count == -Errno.EINTR) {
                continue;
            }
            if (count <= 0) {
                return count;
            }
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, length, count);
            length += count;
            if (count < SURELY_LAST) {
                return 0;
            }
        }
        return 0;
    }

    /** How many bytes the last {@link #load} brought. */
    public int length() {
        return length;
    }

    /** One byte of the content; what lies at {@link #length} and behind is not defined. */
    public byte at(int index) {
        return bytes[index];
    }

    /** The content as text, without white space around it. */
    public String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    }
}
