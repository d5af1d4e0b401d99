package dev.podvisor.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** A request that is answered with an error, as RFC 9457 writes it. */
final class HttpProblem extends Exception {

    static final String TYPE = "application/problem+json";

    private static final long serialVersionUID = 1;
    private static final int LONGEST_ECHO = 100;

    private final HttpStatus status;
    private final String header;

    /** The detail is in the error grammar of the project: {@code cannot X: cause (hint)}. */
    HttpProblem(HttpStatus status, String detail) {
        this(status, detail, "");
    }

    /** With a header line that belongs to the status, such as {@code Allow: GET}. */
    HttpProblem(HttpStatus status, String detail, String header) {
        super(detail, null, false, false);
        this.status = status;
        this.header = header;
    }

    HttpStatus status() {
        return status;
    }

    /** A further header line, or empty. */
    String header() {
        return header;
    }

    byte[] json() {
        String detail = new String(JsonStringEncoder.getInstance().quoteAsString(String.valueOf(getMessage())));
        String json = "{\"type\":\"about:blank\",\"title\":\"" + status.phrase() + "\",\"status\":" + status.code()
                + ",\"detail\":\"" + detail + "\"}\n";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** What a client sent, fit to be shown in a message. */
    static String echo(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), LONGEST_ECHO));
        for (int i = 0; i < text.length() && i < LONGEST_ECHO; i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.length() > LONGEST_ECHO ? shown + "..." : shown.toString();
    }
}
