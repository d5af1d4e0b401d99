package dev.podvisor.logs;

import org.jspecify.annotations.Nullable;

/**
 * Lines of one source on their way to one output, encoded as it wants them, so that its sink is asked once for many. For
 * one thread.
 */
final class Batch {

    /** The most that is handed to a sink at once: the longest line with the longest label. */
    static final int MAX_BYTES = LineCutter.MAX_LINE + 512;

    private static final int CAPACITY = 64 * 1024;

    private final OutputSink sink;
    private final @Nullable JsonLine json;
    private final byte[] bytes = new byte[CAPACITY];
    private @Nullable LogSource source;
    private int length;
    private int lines;

    /** A batch of labelled text. */
    Batch(OutputSink sink) {
        this(sink, null);
    }

    /** @param json encodes the lines; null for text */
    Batch(OutputSink sink, @Nullable JsonLine json) {
        this.sink = sink;
        this.json = json;
    }

    /** What follows has been read now. */
    void begin() {
        if (json != null) {
            json.now(System.currentTimeMillis());
        }
    }

    /** Adds a line, given without its newline. */
    void line(LogSource of, Origin origin, byte[] from, int start, int end, boolean cut) {
        if (json == null) {
            text(of, from, start, end);
        } else {
            json(json, of, origin, from, start, end, cut);
        }
    }

    private void text(LogSource of, byte[] from, int start, int end) {
        byte[] prefix = of.prefix();
        int size = prefix.length + end - start + 1;
        makeRoom(of, size);
        if (size > CAPACITY) {
            byte[] single = new byte[size];
            fill(single, 0, prefix, from, start, end);
            sink.write(of, single, size, 1);
            return;
        }
        fill(bytes, length, prefix, from, start, end);
        length += size;
        lines++;
    }

    private static void fill(byte[] into, int at, byte[] prefix, byte[] from, int start, int end) {
        System.arraycopy(prefix, 0, into, at, prefix.length);
        System.arraycopy(from, start, into, at + prefix.length, end - start);
        into[at + prefix.length + end - start] = '\n';
    }

    private void json(JsonLine encoder, LogSource of, Origin origin, byte[] from, int start, int end, boolean cut) {
        encoder.of(origin);
        int size = encoder.mostBytes(end - start);
        if (size > CAPACITY) { // as it may be: now it is worth looking
            size = encoder.exactBytes(from, start, end, cut);
        }
        makeRoom(of, size);
        if (size > CAPACITY) {
            byte[] single = new byte[size];
            sink.write(of, single, encoder.encode(from, start, end, cut, single, 0), 1);
            return;
        }
        length = encoder.encode(from, start, end, cut, bytes, length);
        lines++;
    }

    private void makeRoom(LogSource of, int size) {
        if (of != source || size > CAPACITY - length) {
            flush();
            source = of;
        }
    }

    /** Hands over what has been collected. */
    void flush() {
        if (source != null && lines > 0) {
            int count = lines;
            int size = length;
            lines = 0;
            length = 0;
            sink.write(source, bytes, size, count);
        }
    }
}
