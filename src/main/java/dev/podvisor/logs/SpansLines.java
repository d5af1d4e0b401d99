package dev.podvisor.logs;

/** Tells whether what a pattern finds can reach from one line into another. */
final class SpansLines {

    /** Behind a backslash, besides punctuation: what stands for no newline. */
    private static final String WITHIN = "SwdbBAz";

    private SpansLines() {}

    /**
     * Whether a pattern in RE2's syntax may match a newline. In doubt it may: all ways to name one are an escape, a class
     * that is negated or has a name, the flag {@code s}, and the character itself.
     */
    static boolean possible(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            char next = i + 1 < pattern.length() ? pattern.charAt(i + 1) : ' ';
            if (c < ' ' || c == '[' && (next == '^' || next == ':')) {
                return true;
            }
            if (c == '\\') {
                boolean letter = next < ' ' || next > '~' || Character.isLetterOrDigit(next);
                if (letter && WITHIN.indexOf(next) < 0) {
                    return true;
                }
                i++;
            } else if (c == '(' && next == '?' && hasFlag(pattern, i + 2)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasFlag(String pattern, int from) {
        for (int i = from; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == 's') {
                return true;
            }
            if (c == ':' || c == ')' || c == 'P' || c == '<') {
                return false;
            }
        }
        return false;
    }
}
