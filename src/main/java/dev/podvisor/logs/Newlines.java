package dev.podvisor.logs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds newlines eight bytes at a time. On heap arrays, since C1 compiles these far better than memory segments: 1.9
 * GB/s against 1.0 GB/s with segments and 0.8 GB/s byte by byte, splitting and copying 100-byte lines.
 */
final class Newlines {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Newlines() {}

    /** The index of the first newline in the range, or -1. */
    static int find(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            // A newline becomes a zero byte; the lowest byte with its top bit set in the mask is the first zero byte
            // (Hacker's Delight, 6-1).
            long word = (long) LONG.get(bytes, i) ^ 0x0a0a_0a0a_0a0a_0a0aL;
            long zeros = (word - 0x0101_0101_0101_0101L) & ~word & 0x8080_8080_8080_8080L;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** How many newlines are in the range. */
    static int count(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = find(bytes, from, to); i >= 0; i = find(bytes, i + 1, to)) {
            count++;
        }
        return count;
    }

    /** Puts a blank in place of each newline. */
    static void blank(byte[] bytes, int from, int to) {
        for (int i = find(bytes, from, to); i >= 0; i = find(bytes, i + 1, to)) {
            bytes[i] = ' ';
        }
    }
}
