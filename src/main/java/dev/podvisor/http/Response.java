package dev.podvisor.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** Writes the answer to one request: a whole body, a problem, or a stream of events. Blocking; for the connection's thread. */
final class Response {

    /** The JDK copies each piece into native memory, once a blocked thread: so this is what a stuck client costs there. */
    private static final int PIECE = 16 * 1024;

    private final WritableByteChannel channel;
    private final boolean head;
    private final int version;
    private final boolean persistent;
    private boolean started;

    /**
     * @param head whether the request was a HEAD, which is answered without the body
     * @param version of the request, 0 or 1
     * @param persistent whether the connection goes on after it
     */
    Response(WritableByteChannel channel, boolean head, int version, boolean persistent) {
        this.channel = channel;
        this.head = head;
        this.version = version;
        this.persistent = persistent;
    }

    void body(HttpStatus status, String type, String header, byte[] body) throws IOException {
        headOfBody(status, type, header, body.length);
        if (!head) {
            write(body);
        }
    }

    /** A JSON document that answers what was asked for. */
    void json(byte[] document) throws IOException {
        body(HttpStatus.OK, "application/json", "", document);
    }

    /** Sends what a stream yields, of a known length, without keeping more than a piece of it. */
    void body(HttpStatus status, String type, String header, long length, InputStream body) throws IOException {
        headOfBody(status, type, header, length);
        if (!head) {
            byte[] piece = new byte[PIECE];
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                write(piece, count);
            }
        }
    }

    private void headOfBody(HttpStatus status, String type, String header, long length) throws IOException {
        StringBuilder text = start(status, type, header);
        text.append("Content-Length: ").append(length).append("\r\n");
        if (!persistent) {
            text.append("Connection: close\r\n");
        } else if (version == 0) {
            text.append("Connection: keep-alive\r\n");
        }
        write(ascii(text.append("\r\n").toString()));
    }

    void problem(HttpProblem problem) throws IOException {
        body(problem.status(), HttpProblem.TYPE, problem.header(), problem.json());
    }

    /** Begins a stream that ends with the connection. */
    void startStream(String type) throws IOException {
        StringBuilder text = start(HttpStatus.OK, type, "Connection: close");
        if (version == 1) {
            text.append("Transfer-Encoding: chunked\r\n");
        }
        write(ascii(text.append("\r\n").toString()));
    }

    /** Sends an event whose data is one line (WHATWG HTML, section 9.2). */
    void event(String name, long id, byte[] data) throws IOException {
        byte[] before = ascii("event: " + name + "\nid: " + id + "\ndata: ");
        byte[] after = ascii("\n\n");
        startChunk(before.length + data.length + after.length);
        write(before);
        write(data);
        write(after);
        endChunk();
    }

    /** Sends a piece of a stream. */
    void piece(byte[] bytes, int length) throws IOException {
        startChunk(length);
        write(bytes, length);
        endChunk();
    }

    /** Sends a line that a reader of events passes over. */
    void comment(String text) throws IOException {
        byte[] line = ascii(": " + text + "\n\n");
        startChunk(line.length);
        write(line);
        endChunk();
    }

    void endStream() throws IOException {
        if (version == 1) {
            write(ascii("0\r\n\r\n"));
        }
    }

    private static StringBuilder start(HttpStatus status, String type, String header) {
        StringBuilder text = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status.code())
                .append(' ')
                .append(status.phrase())
                .append("\r\nDate: ")
                .append(HttpDate.now())
                .append("\r\nContent-Type: ")
                .append(type)
                .append("\r\nCache-Control: no-store\r\n");
        return header.isEmpty() ? text : text.append(header).append("\r\n");
    }

    private void startChunk(int length) throws IOException {
        if (version == 1) {
            write(ascii(Integer.toHexString(length) + "\r\n"));
        }
    }

    private void endChunk() throws IOException {
        if (version == 1) {
            write(ascii("\r\n"));
        }
    }

    /** Whether something of it may have been sent. */
    boolean started() {
        return started;
    }

    private void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        started = true;
        for (int start = 0; start < length; start += PIECE) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, start, Math.min(PIECE, length - start));
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
