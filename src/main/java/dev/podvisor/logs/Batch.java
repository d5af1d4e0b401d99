package dev.podvisor.logs;

import org.jspecify.annotations.Nullable;

/** Lines of one source on their way to the sink, labelled, so that the sink is asked once for many. For one thread. */
final class Batch {

    /** The most that is handed to a sink at once: the longest line with the longest label. */
    static final int MAX_BYTES = LineCutter.MAX_LINE + 512;

    private static final int CAPACITY = 64 * 1024;

    private final OutputSink sink;
    private final byte[] bytes = new byte[CAPACITY];
    private @Nullable LogSource source;
    private int length;
    private int lines;

    Batch(OutputSink sink) {
        this.sink = sink;
    }

    /** Adds a line, given without its newline. */
    void line(LogSource of, byte[] from, int start, int end) {
        byte[] prefix = of.prefix();
        int size = prefix.length + end - start + 1;
        if (of != source || size > CAPACITY - length) {
            flush();
            source = of;
        }
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
