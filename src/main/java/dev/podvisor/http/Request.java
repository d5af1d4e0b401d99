package dev.podvisor.http;

import java.util.List;
import java.util.Map;

/**
 * The head of a request (RFC 9112).
 *
 * @param path without the query, as sent
 * @param query without the {@code ?}; may be empty
 * @param version 0 or 1, of HTTP/1
 * @param headers by name in lower case, each with its values in their order
 */
record Request(String method, String path, String query, int version, Map<String, List<String>> headers) {

    /** Whether one of the comma-separated values of a header is this one; what follows a {@code ;} does not count. */
    boolean lists(String header, String value) {
        for (String line : headers.getOrDefault(header, List.of())) {
            for (String item : line.split(",")) {
                int parameters = item.indexOf(';');
                String bare = parameters < 0 ? item : item.substring(0, parameters);
                if (bare.strip().equalsIgnoreCase(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the query has this {@code name=value} pair. */
    boolean asks(String pair) {
        return List.of(query.split("&")).contains(pair);
    }

    /** Whether the client wants to go on with this connection (RFC 9112, section 9.3). */
    boolean persistent() {
        return version == 1 ? !lists("connection", "close") : lists("connection", "keep-alive");
    }

    /** Whether a body follows the head. */
    boolean hasBody() {
        return headers.containsKey("transfer-encoding")
                || headers.getOrDefault("content-length", List.of()).stream().anyMatch(length -> !length.equals("0"));
    }
}
