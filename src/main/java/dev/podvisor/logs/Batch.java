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
    private final LineEncoder encoder;
    private final byte[] bytes = new byte[CAPACITY];
    private @Nullable LogSource source;
    private int length;
    private int lines;

    Batch(OutputSink sink, LineEncoder encoder) {
        this.sink = sink;
        this.encoder = encoder;
    }

    /** What follows has been read now. */
    void begin(long millis) {
        encoder.now(millis);
    }

    /** Adds a line, given without its newline. */
    void line(LogSource of, Origin origin, byte[] from, int start, int end, LineFacts facts) {
        encoder.of(origin);
        int size = encoder.mostBytes(end - start, facts);
        if (size > CAPACITY) { // as it may be: now it is worth looking
            size = encoder.exactBytes(from, start, end, facts);
        }
        if (of != source || size > CAPACITY - length) {
            flush();
            source = of;
        }
        if (size > CAPACITY) {
            byte[] single = new byte[size];
            sink.write(of, single, encoder.encode(from, start, end, facts, single, 0), encoder.lines(facts));
            return;
        }
        length = encoder.encode(from, start, end, facts, bytes, length);
        lines += encoder.lines(facts);
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
