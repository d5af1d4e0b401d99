package dev.podvisor.logs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A line as characters, for patterns to be found in it, without a copy where it is ASCII. A byte that is no UTF-8 is a character
 * by itself (U+DC80 to U+DCFF), so that it neither hides what follows it nor gets lost: RE2/J's own reading of bytes takes
 * malformed sequences for others, or for the end. Each use follows a call of {@link #of}. For one thread.
 */
final class LineText implements CharSequence {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_SIZE = 512;

    private byte[] bytes = new byte[0];
    private int start;
    private int length;
    private boolean ascii = true;
    private char[] chars = new char[0];

    /** A character and the byte that it begins with, from which others are counted. */
    private int knownChar;

    private int knownByte;

    LineText of(byte[] from, int first, int end) {
        bytes = from;
        start = first;
        int plain = ascii(from, first, end);
        ascii = plain == end;
        length = ascii ? end - first : decode(plain, end);
        knownChar = 0;
        knownByte = first;
        return this;
    }

    /** The index of the first byte that is no ASCII, or the end. */
    private static int ascii(byte[] from, int start, int end) {
        int i = start;
        while (i <= end - Long.BYTES && ((long) LONG.get(from, i) & 0x8080_8080_8080_8080L) == 0) {
            i += Long.BYTES;
        }
        while (i < end && from[i] >= 0) {
            i++;
        }
        return i;
    }

    private int decode(int plain, int end) {
        if (chars.length < end - start) {
            chars = new char[Math.max(FIRST_SIZE, Integer.highestOneBit(end - start) << 1)];
        }
        int to = 0;
        int i = start;
        while (i < plain) {
            chars[to++] = (char) bytes[i++];
        }
        while (i < end) {
            int size = bytes[i] >= 0 ? 1 : Utf8Sequence.length(bytes, i, end);
            int b = bytes[i];
            switch (size) {
                case 1 -> chars[to++] = (char) b;
                case 2 -> chars[to++] = (char) ((b & 0x1f) << 6 | low(i + 1));
                case 3 -> chars[to++] = (char) ((b & 0xf) << 12 | low(i + 1) << 6 | low(i + 2));
                case 4 -> {
                    int c = (b & 7) << 18 | low(i + 1) << 12 | low(i + 2) << 6 | low(i + 3);
                    chars[to++] = Character.highSurrogate(c);
                    chars[to++] = Character.lowSurrogate(c);
                }
                default -> {
                    size = 1;
                    chars[to++] = (char) (0xdc00 | b & 0xff);
                }
            }
            i += size;
        }
        return to;
    }

    private int low(int at) {
        return bytes[at] & 0x3f;
    }

    /** Whether a text that a match needs is certainly not there. */
    boolean lacks(NeededText needed) {
        return ascii && !needed.mayBeIn(bytes, start, start + length);
    }

    /** The index of the byte that a character begins with. */
    int byteAt(int index) {
        if (ascii) {
            return start + index;
        }
        if (index < knownChar) {
            knownChar = 0;
            knownByte = start;
        }
        while (knownChar < index) {
            char c = chars[knownChar];
            if (Character.isHighSurrogate(c)) {
                knownChar += 2;
                knownByte += 4;
            } else {
                knownChar++;
                knownByte += c < 0x80 || Character.isLowSurrogate(c) ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return knownByte;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return ascii ? (char) bytes[start + index] : chars[index];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return toString().substring(from, to);
    }

    @Override
    public String toString() {
        return new StringBuilder(length).append(this, 0, length).toString();
    }
}
