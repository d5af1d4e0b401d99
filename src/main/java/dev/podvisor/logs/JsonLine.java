package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.spec.LogLevel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes lines of processes as JSON objects (RFC 8259), a line each, from bytes to bytes: allocates nothing, and checks
 * eight bytes at a time. Bytes that are no UTF-8 become U+FFFD, one for each maximal part of a sequence (Unicode 3.9,
 * D93b). The fields are those of {@link JournalJson}. For one thread.
 */
final class JsonLine implements LineEncoder {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    /** A byte as <code>&#92;u00hh</code>. */
    private static final int LONGEST_ESCAPE = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] REPLACEMENT = "\ufffd".getBytes(UTF_8);
    private static final byte[] START = "{\"@timestamp\":\"".getBytes(US_ASCII);
    private static final byte[] LEVEL = "\",\"level\":\"".getBytes(US_ASCII);
    private static final int LONGEST_HEAD = START.length + Timestamp.LENGTH + LEVEL.length + "DEBUG".length();
    private static final byte[] END = "\"}\n".getBytes(US_ASCII);
    private static final byte[] PARTIAL_END = "\",\"partial\":true}\n".getBytes(US_ASCII);
    private static final byte[] TRUNCATED_END = "\",\"truncated\":true}\n".getBytes(US_ASCII);
    private static final byte[] FIELDS_END = "}\n".getBytes(US_ASCII);
    private static final byte[][] LEVELS = levels();

    /** The most bytes behind a message and what comes of its own fields. */
    private static final int LONGEST_END = TRUNCATED_END.length + 1;

    private @Nullable Origin origin;
    private long millis = Long.MIN_VALUE;

    /** All up to the message, for each level that has come, and the time that is in it. */
    private final byte[][] heads = new byte[LEVELS.length][];

    private final long[] headMillis = new long[LEVELS.length];

    /** All from the level to the message. */
    private byte[] place = new byte[0];

    private static byte[][] levels() {
        LogLevel[] levels = LogLevel.values();
        byte[][] names = new byte[levels.length][];
        for (LogLevel level : levels) {
            names[level.ordinal()] = name(level).getBytes(US_ASCII);
        }
        return names;
    }

    /** A level as records have it. */
    static String name(LogLevel level) {
        return switch (level) {
            case Trace -> "TRACE";
            case Debug -> "DEBUG";
            case Info -> "INFO";
            case Warning -> "WARN";
            case Error -> "ERROR";
            case Fatal -> "FATAL";
        };
    }

    @Override
    public void now(long time) {
        millis = time;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // asked for each line; there is one for each pipe
    public void of(Origin next) {
        if (next != origin) {
            origin = next;
            Arrays.fill(heads, null);
            StringBuilder fields = new StringBuilder("\",\"process\":\"")
                    .append(next.process()) // names are of letters that need no escape
                    .append("\",\"replica\":")
                    .append(next.replica())
                    .append(",\"pid\":")
                    .append(next.pid())
                    .append(",\"stream\":\"")
                    .append(next.streamName());
            if (!next.labels().isEmpty()) {
                fields.append("\",\"labels\":")
                        .append(JsonText.object(next.labels()))
                        .append(",\"message\":\"");
            } else {
                fields.append("\",\"message\":\"");
            }
            place = fields.toString().getBytes(UTF_8);
        }
    }

    /** All up to the message, with the time of now. */
    private byte[] head(LogLevel level) {
        int index = level.ordinal();
        byte[] head = heads[index];
        if (head == null) {
            byte[] name = LEVELS[index];
            head = new byte[START.length + Timestamp.LENGTH + LEVEL.length + name.length + place.length];
            System.arraycopy(START, 0, head, 0, START.length);
            int at = START.length + Timestamp.LENGTH;
            System.arraycopy(LEVEL, 0, head, at, LEVEL.length);
            System.arraycopy(name, 0, head, at + LEVEL.length, name.length);
            System.arraycopy(place, 0, head, at + LEVEL.length + name.length, place.length);
            heads[index] = head;
            headMillis[index] = Long.MIN_VALUE;
        }
        if (headMillis[index] != millis) {
            Timestamp.write(millis, head, START.length);
            headMillis[index] = millis;
        }
        return head;
    }

    @Override
    public int mostBytes(int lineBytes, LineFacts facts) {
        int messageBytes = facts.message == null ? lineBytes : facts.messageEnd - facts.messageStart;
        return LONGEST_HEAD + place.length + LONGEST_ESCAPE * messageBytes + fieldBytes(facts) + LONGEST_END;
    }

    private static int fieldBytes(LineFacts facts) {
        return facts.fieldsEnd - facts.fieldsStart;
    }

    @Override
    public int exactBytes(byte[] from, int start, int end, LineFacts facts) {
        byte[] message = facts.message;
        return message == null
                ? exact(from, start, end, facts)
                : exact(message, facts.messageStart, facts.messageEnd, facts);
    }

    private int exact(byte[] from, int start, int end, LineFacts facts) {
        int fields = fieldBytes(facts);
        int size = head(facts.level).length + tail(facts).length + (fields == 0 ? 0 : 1 + fields);
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

    @Override
    public int encode(byte[] from, int start, int end, LineFacts facts, byte[] into, int at) {
        byte[] message = facts.message;
        return message == null
                ? put(from, start, end, facts, into, at)
                : put(message, facts.messageStart, facts.messageEnd, facts, into, at);
    }

    private int put(byte[] from, int start, int end, LineFacts facts, byte[] into, int at) {
        byte[] head = head(facts.level);
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
        return tail(facts, into, to);
    }

    private static byte[] tail(LineFacts facts) {
        return facts.partial ? PARTIAL_END : facts.truncated ? TRUNCATED_END : END;
    }

    private static int tail(LineFacts facts, byte[] into, int at) {
        byte[] tail = tail(facts);
        int size = fieldBytes(facts);
        if (size == 0) {
            System.arraycopy(tail, 0, into, at, tail.length);
            return at + tail.length;
        }
        int to = at + tail.length - FIELDS_END.length;
        System.arraycopy(tail, 0, into, at, tail.length - FIELDS_END.length);
        into[to] = ',';
        System.arraycopy(facts.fields, facts.fieldsStart, into, to + 1, size);
        System.arraycopy(FIELDS_END, 0, into, to + 1 + size, FIELDS_END.length);
        return to + 1 + size + FIELDS_END.length;
    }

    /** The index of the first byte from {@code i} on that is a control character, a quote, a backslash or no ASCII. */
    static int clean(byte[] bytes, int i, int end) {
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
