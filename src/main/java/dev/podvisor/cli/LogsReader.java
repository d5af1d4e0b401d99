package dev.podvisor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads newline-delimited JSON: records of a line each, among which blank lines are signs of life. For one thread. */
final class LogsReader {

    /** Takes a record. */
    interface Receiver {

        /**
         * @param line without its newline
         * @param more whether the next one is here already
         * @return whether to go on
         */
        boolean take(byte[] line, boolean more);
    }

    private static final int PIECE = 64 * 1024;

    private final InputStream in;
    private final int limit;
    private byte[] bytes = new byte[PIECE];
    private int start;
    private int end;

    /** With the most bytes that a line may have. */
    LogsReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Hands on records until the stream ends, true, or the receiver has seen enough, false. */
    boolean readTo(Receiver receiver) throws IOException {
        int seen = 0;
        while (true) {
            int newline = newline(start + seen);
            if (newline < 0) {
                seen = end - start;
                if (!fill()) {
                    return true;
                }
                continue;
            }
            byte[] line = Arrays.copyOfRange(bytes, start, newline);
            start = newline + 1;
            seen = 0;
            if (line.length > 0 && !receiver.take(line, newline(start) >= 0)) {
                return false;
            }
        }
    }

    private int newline(int from) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == bytes.length) {
            if (end >= limit) {
                throw new IOException("a line of its answer is longer than " + limit + " bytes");
            }
            bytes = Arrays.copyOf(bytes, 2 * end);
        }
        int count = in.read(bytes, end, bytes.length - end);
        end += Math.max(0, count);
        return count >= 0;
    }
}
