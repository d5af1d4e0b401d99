package dev.podvisor.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Cuts the requests of one connection out of its bytes. Its buffer grows with need up to the limit of a head. */
final class RequestReader {

    private static final int FIRST_SIZE = 1024;

    private final ReadableByteChannel channel;
    private final Limits limits;
    private byte[] buffer;
    private int filled;

    RequestReader(ReadableByteChannel channel, Limits limits) {
        this.channel = channel;
        this.limits = limits;
        this.buffer = new byte[Math.min(FIRST_SIZE, limits.headBytes())];
    }

    /**
     * Waits for the next request; empty when the client has no more.
     *
     * @param begun run when the first byte of the request has come
     */
    Optional<Request> next(Runnable begun) throws IOException, HttpProblem {
        int scanned = 0;
        boolean first = true;
        while (true) {
            dropEmptyLines();
            if (filled > 0 && first) {
                first = false;
                begun.run();
                rejectOtherProtocols();
            }
            int end = endOfHead(scanned);
            if (end >= 0) {
                String head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
                drop(end);
                return Optional.of(RequestHead.parse(head, limits.headers()));
            }
            scanned = filled;
            if (filled == limits.headBytes()) {
                throw new HttpProblem(
                        HttpStatus.HEADERS_TOO_LARGE,
                        "cannot read the request: its head is longer than " + limits.headBytes() + " bytes");
            }
            if (!fill()) {
                return Optional.empty();
            }
        }
    }

    private boolean fill() throws IOException {
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(limits.headBytes(), 2 * buffer.length));
        }
        int count = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled));
        filled += Math.max(0, count);
        return count >= 0;
    }

    /** The index after the empty line that ends the head, or -1. */
    private int endOfHead(int scanned) {
        for (int i = Math.max(0, scanned - 2); i < filled; i++) {
            if (buffer[i] == '\n') {
                if (i + 1 < filled && buffer[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < filled && buffer[i + 1] == '\r' && buffer[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    /** Some clients send a line end after a body (RFC 9112, section 2.2). */
    private void dropEmptyLines() {
        int start = 0;
        while (start < filled && (buffer[start] == '\r' || buffer[start] == '\n')) {
            start++;
        }
        drop(start);
    }

    /** A TLS hello or other garbage is told so at once, instead of being waited for. */
    private void rejectOtherProtocols() throws HttpProblem {
        if (!RequestHead.isTokenByte(buffer[0])) {
            throw new HttpProblem(HttpStatus.BAD_REQUEST, "cannot read the request: it is not HTTP/1.1");
        }
    }

    private void drop(int count) {
        System.arraycopy(buffer, count, buffer, 0, filled - count);
        filled -= count;
    }
}
