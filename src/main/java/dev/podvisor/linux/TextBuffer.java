package dev.podvisor.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The text of a small file of /proc or a cgroup, and a place in it from where numbers are read: one buffer for any number of
 * files, without garbage. What was read is copied to the heap in one go, since single accesses to native memory are slow in a
 * JVM without its optimising compiler. Not thread-safe.
 */
public final class TextBuffer {

    private static final MemorySegment READ = Native.symbol("read");
    private static final int INITIAL = 8192;
    private static final int LARGEST = 1 << 20;

    private MemorySegment memory = Arena.ofAuto().allocate(INITIAL, 8);
    private ByteBuffer view = memory.asByteBuffer();
    private byte[] bytes = new byte[INITIAL];
    private int end;
    private int at;

    /** Takes what one read(2) yields, which is all of a file that the kernel makes at once; a length or a negative error number. */
    public int readOnce(int fd) {
        return taken(read(fd, 0));
    }

    /** Reads to the end of the file, at most 1 MiB; yields its length or a negative error number. */
    public int readAll(int fd) {
        int length = 0;
        while (length < LARGEST) {
            if (length == bytes.length) {
                grow();
            }
            long got = read(fd, length);
            if (got <= 0) {
                return taken(got < 0 ? got : length);
            }
            length += (int) got;
        }
        return taken(length);
    }

    private long read(int fd, int offset) {
        return QuietCall.callLong(READ, fd, memory.address() + offset, bytes.length - offset, 0, 0, 0);
    }

    /** Takes the bytes that a call has put at the {@link #address()}; {@code result} is its length or a negative error number. */
    int taken(long result) {
        end = (int) Math.max(0, result);
        at = 0;
        view.get(0, bytes, 0, end);
        return (int) result;
    }

    private void grow() {
        MemorySegment larger = Arena.ofAuto().allocate(bytes.length * 2L, 8);
        MemorySegment.copy(memory, 0, larger, 0, bytes.length);
        memory = larger;
        view = larger.asByteBuffer();
        bytes = new byte[bytes.length * 2];
    }

    /** Where a system call may put at most {@link #capacity()} bytes. */
    long address() {
        return memory.address();
    }

    int capacity() {
        return bytes.length;
    }

    public int position() {
        return at;
    }

    public int end() {
        return end;
    }

    public byte byteAt(int index) {
        return bytes[index];
    }

    public void moveTo(int position) {
        at = position;
    }

    /** Moves past the last of these bytes in the text; false, and nowhere, when there is none. */
    public boolean moveBehindLast(char character) {
        for (int i = end - 1; i >= 0; i--) {
            if (bytes[i] == character) {
                at = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Moves past the label of the next line that begins with it; false, and to the end, when there is none. */
    public boolean moveToLine(byte[] label) {
        while (at < end) {
            if (startsWith(label)) {
                at += label.length;
                return true;
            }
            nextLine();
        }
        return false;
    }

    private boolean startsWith(byte[] label) {
        if (end - at < label.length) {
            return false;
        }
        for (int i = 0; i < label.length; i++) {
            if (bytes[at + i] != label[i]) {
                return false;
            }
        }
        return true;
    }

    /** Moves to the start of the next line, or to the end. */
    public void nextLine() {
        while (at < end && bytes[at++] != '\n') {
            // on to the newline
        }
    }

    /** Moves past the next word. */
    public void skipWord() {
        skipBlanks();
        while (at < end && bytes[at] > ' ') {
            at++;
        }
    }

    public void skipBlanks() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    /** The next word as a decimal number, with or without a sign; -1 when it is none. Larger numbers than a long wrap. */
    public long number() {
        skipBlanks();
        boolean negative = at < end && bytes[at] == '-';
        int first = negative ? at + 1 : at;
        int i = first;
        long value = 0;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            value = value * 10 + (bytes[i] - '0');
            i++;
        }
        at = i;
        return i == first ? -1 : negative ? -value : value;
    }
}
