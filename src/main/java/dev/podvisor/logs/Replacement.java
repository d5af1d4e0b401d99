package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in the place of a match: text with {@code $1} and <code>${name}</code> for groups of the pattern and {@code \} in
 * front of a character that is meant as it is. A reference to no group of the pattern is text. Immutable.
 */
final class Replacement {

    /** Text, or a group when there is none. */
    private record Part(byte[] text, int group) {}

    private static final int TEXT = -1;
    private static final byte[] NONE = {};

    private final List<Part> parts;

    Replacement(String template, Pattern pattern) {
        List<Part> found = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            char c = template.charAt(i);
            int end = c == '$' ? referenceEnd(template, i + 1, pattern.groupCount()) : i;
            int group = end > i + 1 ? group(template.substring(i + 1, end), pattern) : TEXT;
            if (group != TEXT) {
                found.add(new Part(text.toString().getBytes(UTF_8), TEXT));
                found.add(new Part(NONE, group));
                text.setLength(0);
                i = end;
            } else {
                if (c == '\\' && i + 1 < template.length()) {
                    i++;
                }
                text.append(template.charAt(i++));
            }
        }
        found.add(new Part(text.toString().getBytes(UTF_8), TEXT));
        parts = List.copyOf(found);
    }

    /** Behind the name in braces, or behind as many digits as make a number of a group. */
    private static int referenceEnd(String template, int from, int groups) {
        if (from < template.length() && template.charAt(from) == '{') {
            return template.indexOf('}', from) + 1;
        }
        int end = from;
        int number = 0;
        while (end < template.length() && template.charAt(end) >= '0' && template.charAt(end) <= '9') {
            number = 10 * number + template.charAt(end) - '0';
            if (number > groups) {
                break;
            }
            end++;
        }
        return end;
    }

    private static int group(String reference, Pattern pattern) {
        if (reference.charAt(0) != '{') {
            return Integer.parseInt(reference);
        }
        return pattern.namedGroups().getOrDefault(reference.substring(1, reference.length() - 1), TEXT);
    }

    /** Adds it for a match in a text that is made of bytes. */
    void add(Matcher match, LineText text, byte[] from, Bytes to) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.group() == TEXT) {
                to.add(part.text(), 0, part.text().length);
            } else if (match.start(part.group()) >= 0) {
                to.add(from, text.byteAt(match.start(part.group())), text.byteAt(match.end(part.group())));
            }
        }
    }
}
