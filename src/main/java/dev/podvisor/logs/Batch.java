package dev.podvisor.logs;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one pipe on their way to one output, encoded as it wants them, so that its sink is asked once for many. For one
 * thread.
 */
final class Batch {

    /** The most that one line becomes: every byte escaped, with labels and all. */
    static final int LARGEST_LINE = 6 * LineCutter.MAX_LINE + 16 * 1024;

    private static final int CAPACITY = 64 * 1024;
    private static final byte[] NONE = {};

    private final OutputSink sink;
    private final LineEncoder encoder;
    private final ArrayDeque<byte[]> free;
    private byte[] bytes = NONE;
    private @Nullable Lane lane;
    private int length;
    private int lines;
    private boolean waits;

    /** @param free arrays of other batches, since few of many have something at one time */
    Batch(OutputSink sink, LineEncoder encoder, ArrayDeque<byte[]> free) {
        this.sink = sink;
        this.encoder = encoder;
        this.free = free;
    }

    OutputSink sink() {
        return sink;
    }

    /** From now on the output is waited for. */
    void waitForOutput() {
        waits = true;
    }

    boolean waits() {
        return waits;
    }

    /** What follows has been read now. */
    void begin(long millis) {
        encoder.now(millis);
    }

    /** How many bytes are in front of a line that has none itself, at most. */
    int overhead(Origin origin) {
        encoder.of(origin);
        return encoder.mostBytes(0, LineFacts.PLAIN);
    }

    /** One line, encoded. */
    byte[] encode(Origin origin, byte[] text, LineFacts facts) {
        encoder.of(origin);
        byte[] line = new byte[encoder.exactBytes(text, 0, text.length, facts)];
        encoder.encode(text, 0, text.length, facts, line, 0);
        return line;
    }

    /** Adds a line, given without its newline. */
    @SuppressWarnings("ReferenceEquality") // asked for each line
    void line(Lane by, Origin origin, byte[] from, int start, int end, LineFacts facts) {
        encoder.of(origin);
        int size = encoder.mostBytes(end - start, facts);
        if (size > CAPACITY) { // as it may be: now it is worth looking
            size = encoder.exactBytes(from, start, end, facts);
        }
        if (by != lane || size > CAPACITY - length) {
            flush();
            lane = by;
        }
        if (size > CAPACITY) {
            byte[] single = new byte[size];
            int taken = encoder.encode(from, start, end, facts, single, 0);
            by.cut(encoder.takeCut());
            by.take(single, taken, encoder.lines(facts));
            return;
        }
        if (length == 0) {
            byte[] array = free.poll();
            bytes = array == null ? new byte[CAPACITY] : array;
        }
        length = encoder.encode(from, start, end, facts, bytes, length);
        lines += encoder.lines(facts);
    }

    /** Hands over what has been collected. */
    void flush() {
        Lane to = lane;
        if (to != null && lines > 0) {
            int count = lines;
            int size = length;
            byte[] taken = bytes;
            lines = 0;
            length = 0;
            bytes = NONE;
            to.cut(encoder.takeCut());
            try {
                to.take(taken, size, count);
            } finally {
                free.push(taken);
            }
        }
    }
}
