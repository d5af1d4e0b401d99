package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Text that is in whatever a pattern matches, so that most lines need not be searched for the pattern: RE2/J looks at every byte
 * of a line through an automaton, some fifty times slower than this does. Immutable.
 */
final class NeededText {

    private static final int LEAST = 3;

    private final byte[] small;

    /** Finds it in a pattern in RE2's syntax; in doubt there is none. */
    NeededText(String pattern) {
        small = longest(pattern).getBytes(US_ASCII);
    }

    /** The longest run of characters that stand for themselves and are neither in a group nor one of alternatives, made small. */
    private static String longest(String pattern) {
        String best = "";
        StringBuilder run = new StringBuilder();
        int depth = 0;
        int i = pattern.startsWith("(?i)") ? 4 : 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            int end = i + 1;
            boolean literal = false;
            switch (c) {
                case '|' -> {
                    if (depth == 0) {
                        return "";
                    }
                }
                case '(' -> {
                    if (pattern.startsWith("(?", i) && isFlags(pattern, i + 2)) {
                        return ""; // may change what all that follows means
                    }
                    depth++;
                }
                case ')' -> depth--;
                case '[' -> end = classEnd(pattern, i);
                case '{' -> end = countEnd(pattern, i + 1);
                case '\\' -> {
                    end = i + 2;
                    char next = end <= pattern.length() ? pattern.charAt(i + 1) : 'Q';
                    if (next > '~' || "QEpPxC01234567".indexOf(next) >= 0) {
                        return "";
                    }
                    literal = !Character.isLetterOrDigit(next);
                    c = next;
                }
                case '.', '^', '$', '*', '+', '?' -> {}
                default -> literal = c >= ' ' && c <= '~';
            }
            if (end <= i || depth < 0) {
                return "";
            }
            char after = end < pattern.length() ? pattern.charAt(end) : ' ';
            boolean optional = after == '*' || after == '?' || after == '{';
            if (literal && depth == 0 && !optional) {
                run.append(Character.toLowerCase(c));
            }
            if (!literal || depth > 0 || optional || after == '+') {
                best = run.length() > best.length() ? run.toString() : best;
                run.setLength(0);
            }
            i = end;
        }
        best = run.length() > best.length() ? run.toString() : best;
        return depth == 0 && best.length() >= LEAST ? best : "";
    }

    private static boolean isFlags(String pattern, int from) {
        int i = from;
        while (i < pattern.length() && (Character.isLetter(pattern.charAt(i)) || pattern.charAt(i) == '-')) {
            i++;
        }
        return i < pattern.length() && pattern.charAt(i) == ')';
    }

    /** Behind the braces of a repetition; of other braces only behind the first. */
    private static int countEnd(String pattern, int from) {
        int i = from;
        while (i < pattern.length() && (Character.isDigit(pattern.charAt(i)) || pattern.charAt(i) == ',')) {
            i++;
        }
        return i < pattern.length() && pattern.charAt(i) == '}' ? i + 1 : from;
    }

    /** Behind a class; 0 for one that is not worth to be understood. */
    private static int classEnd(String pattern, int from) {
        int i = pattern.startsWith("[^", from) ? from + 2 : from + 1;
        if (pattern.startsWith("]", i)) {
            i++;
        }
        while (i < pattern.length() && pattern.charAt(i) != ']') {
            if (pattern.charAt(i) == '[') {
                return 0;
            }
            i += pattern.charAt(i) == '\\' ? 2 : 1;
        }
        return i < pattern.length() ? i + 1 : 0;
    }

    /** Whether these bytes, which are ASCII, can have a match in them. */
    boolean mayBeIn(byte[] from, int start, int end) {
        byte[] text = small;
        if (text.length == 0) {
            return true;
        }
        int last = end - text.length;
        byte first = text[0];
        byte capital = first >= 'a' && first <= 'z' ? (byte) (first - 0x20) : first;
        for (int i = start; i <= last; i++) {
            if ((from[i] == first || from[i] == capital) && isAt(from, i, text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] from, int at, byte[] text) {
        for (int i = 1; i < text.length; i++) {
            int b = from[at + i];
            int small = b >= 'A' && b <= 'Z' ? b + 0x20 : b;
            if (small != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** For tests: the text, small; empty for none. */
    @Override
    public String toString() {
        return new String(small, US_ASCII);
    }
}
