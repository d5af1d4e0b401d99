package dev.podvisor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The answer to one HTTP/1.1 request (RFC 9112), with limits, as another program may own the socket.
 *
 * @param body ends where the answer ends
 */
record HttpAnswer(int status, Map<String, String> headers, InputStream body) {

    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 100;

    static HttpAnswer read(InputStream in) throws IOException {
        String[] words = line(in).split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("it does not speak HTTP/1.1");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MAX_HEADERS) {
                throw new IOException("its headers are not those of HTTP/1.1");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new HttpAnswer(Integer.parseInt(words[1]), headers, body(headers, in));
    }

    String type() {
        String type = headers.getOrDefault("content-type", "");
        int parameters = type.indexOf(';');
        return parameters < 0 ? type : type.substring(0, parameters);
    }

    /** The whole body; longer than the limit is an error. */
    byte[] bytes(int limit) throws IOException {
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new IOException("its answer is longer than " + limit + " bytes");
        }
        return bytes;
    }

    private static InputStream body(Map<String, String> headers, InputStream in) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new BoundedBody(in, true, 0);
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in;
        }
        try {
            return new BoundedBody(in, false, Long.parseLong(length));
        } catch (NumberFormatException e) {
            throw new IOException("its content length is not a number", e);
        }
    }

    /** A line without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("it closed the connection in the middle of its answer");
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("a line of its answer is longer than " + MAX_LINE + " bytes");
            }
            line.append((char) c);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
