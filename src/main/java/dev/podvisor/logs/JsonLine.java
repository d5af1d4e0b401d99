package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes lines of processes as JSON objects (RFC 8259), a line each, from bytes to bytes: allocates nothing, and checks
 * eight bytes at a time. Bytes that are no UTF-8 become U+FFFD, one for each maximal part of a sequence (Unicode 3.9,
 * D93b). The fields are those of {@link JournalJson}. For one thread.
 */
final class JsonLine {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    /** A byte as <code>&#92;u00hh</code>. */
    private static final int LONGEST_ESCAPE = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] REPLACEMENT = "\ufffd".getBytes(UTF_8);
    private static final byte[] START = "{\"@timestamp\":\"".getBytes(US_ASCII);
    private static final byte[] END = "\"}\n".getBytes(US_ASCII);
    private static final byte[] CUT_END = "\",\"partial\":true}\n".getBytes(US_ASCII);

    private @Nullable Origin origin;
    private long millis = Long.MIN_VALUE;

    /** All up to the message. */
    private byte[] head = new byte[0];

    /** The time of the lines that follow, in milliseconds since 1970. */
    void now(long time) {
        if (time != millis) {
            millis = time;
            if (head.length > 0) {
                Timestamp.write(time, head, START.length);
            }
        }
    }

    /** Where the lines that follow come from. */
    @SuppressWarnings("ReferenceEquality") // asked for each line; there is one for each pipe
    void of(Origin next) {
        if (next != origin) {
            origin = next;
            byte[] fields = ("\",\"level\":\"INFO\",\"process\":\"" + next.process() + "\",\"replica\":"
                            + next.replica() + ",\"pid\":" + next.pid() + ",\"stream\":\"" + next.stream()
                            + "\",\"message\":\"")
                    .getBytes(UTF_8); // names are of letters that need no escape
            head = new byte[START.length + Timestamp.LENGTH + fields.length];
            System.arraycopy(START, 0, head, 0, START.length);
            Timestamp.write(millis, head, START.length);
            System.arraycopy(fields, 0, head, START.length + Timestamp.LENGTH, fields.length);
        }
    }

    /** How many bytes a message of so many may take. */
    int mostBytes(int messageBytes) {
        return head.length + LONGEST_ESCAPE * messageBytes + CUT_END.length;
    }

    /** How many bytes a message takes. */
    int exactBytes(byte[] from, int start, int end, boolean cut) {
        int size = head.length + (cut ? CUT_END : END).length;
        int i = start;
        while (i < end) {
            int clean = clean(from, i, end);
            size += clean - i;
            i = clean;
            if (i < end) {
                byte b = from[i];
                int length = b < 0 ? Utf8Sequence.length(from, i, end) : 1;
                size += length < 0 ? REPLACEMENT.length : b < 0 ? length : isShort(b) ? 2 : LONGEST_ESCAPE;
                i += Math.abs(length);
            }
        }
        return size;
    }

    /** Puts the object into an array with room for it; yields the index behind it. */
    int encode(byte[] from, int start, int end, boolean cut, byte[] into, int at) {
        System.arraycopy(head, 0, into, at, head.length);
        int to = at + head.length;
        int i = start;
        while (i < end) {
            int clean = clean(from, i, end);
            System.arraycopy(from, i, into, to, clean - i);
            to += clean - i;
            i = clean;
            if (i < end) {
                byte b = from[i];
                if (b < 0) {
                    int length = Utf8Sequence.length(from, i, end);
                    byte[] what = length < 0 ? REPLACEMENT : from;
                    int size = length < 0 ? REPLACEMENT.length : length;
                    System.arraycopy(what, length < 0 ? 0 : i, into, to, size);
                    to += size;
                    i += Math.abs(length);
                } else {
                    to = escape(b, into, to);
                    i++;
                }
            }
        }
        byte[] tail = cut ? CUT_END : END;
        System.arraycopy(tail, 0, into, to, tail.length);
        return to + tail.length;
    }

    /** The index of the first byte from {@code i} on that is a control character, a quote, a backslash or no ASCII. */
    private static int clean(byte[] bytes, int i, int end) {
        int at = i;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONG.get(bytes, at);
            long quote = word ^ ONES * '"';
            long backslash = word ^ ONES * '\\';
            // The top bit of each byte that is below 0x20 or zero (Hacker's Delight, 6-1); those above a borrow may be
            // wrong, the lowest is right.
            long special = (word - ONES * ' ') | (quote - ONES & ~quote) | (backslash - ONES & ~backslash) | word;
            if ((special & TOPS) != 0) {
                return at + (Long.numberOfTrailingZeros(special & TOPS) >>> 3);
            }
        }
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static boolean isShort(byte b) {
        return b == '"' || b == '\\' || b == '\t' || b == '\r' || b == '\n' || b == '\b' || b == '\f';
    }

    private static int escape(byte b, byte[] into, int at) {
        into[at] = '\\';
        if (isShort(b)) {
            into[at + 1] = switch (b) {
                case '\t' -> 't';
                case '\r' -> 'r';
                case '\n' -> 'n';
                case '\b' -> 'b';
                case '\f' -> 'f';
                default -> b;
            };
            return at + 2;
        }
        into[at + 1] = 'u';
        into[at + 2] = '0';
        into[at + 3] = '0';
        into[at + 4] = HEX[b >> 4];
        into[at + 5] = HEX[b & 15];
        return at + LONGEST_ESCAPE;
    }
}
