package dev.podvisor.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of a known length, or in chunks that each say theirs (RFC 9112, sections 6 and 7). An early end is an error. */
final class BoundedBody extends InputStream {

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean begun;
    private boolean ended;

    BoundedBody(InputStream in, boolean chunked, long length) {
        this.in = in;
        this.chunked = chunked;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("it closed the connection in the middle of its answer");
        }
        left -= count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean nextChunk() throws IOException {
        if (!chunked || ended) {
            return false;
        }
        if (begun) {
            HttpAnswer.line(in); // the line end after the chunk before
        }
        begun = true;
        String size = HttpAnswer.line(in);
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("a chunk of its answer has no size", e);
        }
        if (left < 0) {
            throw new IOException("a chunk of its answer has no size");
        }
        ended = left == 0;
        return !ended;
    }
}
