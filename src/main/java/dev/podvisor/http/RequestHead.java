package dev.podvisor.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The grammar of a request's head (RFC 9112, sections 2 to 5). Strict where leniency would let two readers disagree: no folded
 * lines, no space before a colon, no control characters, exactly one Host.
 */
final class RequestHead {

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private RequestHead() {}

    /** Parses the head, which ends with its empty line; a line may end with LF alone. */
    static Request parse(String head, int maxHeaders) throws HttpProblem {
        List<String> lines = lines(head);
        String[] words = lines.getFirst().split(" ", -1);
        if (words.length != 3 || !isToken(words[0])) {
            throw bad("its first line is not METHOD PATH HTTP/1.1");
        }
        int version = version(words[2]);
        Map<String, List<String>> headers = headers(lines.subList(1, lines.size()), maxHeaders);
        int hosts = headers.getOrDefault("host", List.of()).size();
        if (hosts > 1 || hosts == 0 && version == 1) {
            throw bad("it has " + hosts + " Host headers (HTTP/1.1 needs one)");
        }
        String target = originForm(words[1]);
        int mark = target.indexOf('?');
        return new Request(
                words[0],
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                version,
                headers);
    }

    private static List<String> lines(String head) throws HttpProblem {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = head.indexOf('\n'); end >= 0; end = head.indexOf('\n', start)) {
            int last = end > start && head.charAt(end - 1) == '\r' ? end - 1 : end;
            String line = head.substring(start, last);
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c < ' ' && c != '\t' || c == 0x7f) {
                    throw bad("it has a control character");
                }
            }
            lines.add(line);
            start = end + 1;
        }
        lines.removeLast(); // the empty line
        return lines;
    }

    private static int version(String word) throws HttpProblem {
        return switch (word) {
            case "HTTP/1.1" -> 1;
            case "HTTP/1.0" -> 0;
            default -> {
                if (word.startsWith("HTTP/")) {
                    throw new HttpProblem(
                            HttpStatus.VERSION_NOT_SUPPORTED,
                            "cannot answer in " + HttpProblem.echo(word) + ": this server speaks HTTP/1.1 only");
                }
                throw bad("its first line is not METHOD PATH HTTP/1.1");
            }
        };
    }

    /** Also the absolute form must be understood (RFC 9112, section 3.2.2). */
    private static String originForm(String target) throws HttpProblem {
        String lower = target.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            int slash = target.indexOf('/', target.indexOf("//") + 2);
            return slash < 0 ? "/" : target.substring(slash);
        }
        if (!target.startsWith("/")) {
            throw bad("its path does not begin with /");
        }
        return target;
    }

    private static Map<String, List<String>> headers(List<String> lines, int maxHeaders) throws HttpProblem {
        if (lines.size() > maxHeaders) {
            throw new HttpProblem(
                    HttpStatus.HEADERS_TOO_LARGE,
                    "cannot read the request: it has " + lines.size() + " headers (at most " + maxHeaders + ")");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0 || !isToken(line.substring(0, colon))) {
                throw bad("the line \"" + HttpProblem.echo(line) + "\" is not a header");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static boolean isToken(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!isTokenByte(word.charAt(i))) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    /** Whether a method or a header's name may contain it (RFC 9110, section 5.6.2). */
    static boolean isTokenByte(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || MARKS.indexOf(c) >= 0;
    }

    private static HttpProblem bad(String cause) {
        return new HttpProblem(HttpStatus.BAD_REQUEST, "cannot read the request: " + cause);
    }
}
