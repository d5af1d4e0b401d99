package dev.podvisor.codec;

import java.util.Optional;

/** What may stand behind {@code (?} in RE2's syntax, and what to write for what may not. */
final class PatternGroups {

    private static final String KEEP = "RE2 has none; match the text itself and keep it with $1";
    private static final String NO_BACKREFERENCE = "RE2 has none; write out what the group may be, or match less";

    private PatternGroups() {}

    /** What is wrong with the group at {@code at}, which begins with {@code (?}; empty also when that is only to be seen later. */
    static Optional<PatternFault> fault(String pattern, int at) {
        String[] found = construct(pattern, at + 2);
        return found.length == 0 ? flags(pattern, at) : Optional.of(new PatternFault(at, found[0], found[1]));
    }

    /** Its name and a hint; empty where it may be one of RE2's. */
    private static String[] construct(String pattern, int from) {
        String rest = pattern.substring(from, Math.min(pattern.length(), from + 2));
        char c = rest.isEmpty() ? 0 : rest.charAt(0);
        return switch (c) {
            case '=', '!' ->
                new String[] {"lookahead (?" + c, c == '=' ? KEEP : "RE2 has none; use exclude, or match less"};
            case '<' ->
                rest.equals("<=")
                        ? new String[] {"lookbehind (?<=", KEEP}
                        : rest.equals("<!")
                                ? new String[] {"lookbehind (?<!", "RE2 has none; use exclude, or match less"}
                                : new String[0];
            case '>' -> new String[] {"atomic group (?>", "RE2 never goes back, so write (?:"};
            case '(' -> new String[] {"condition (?(", "RE2 has none; write both cases with |"};
            case '#' -> new String[] {"comment (?#", "RE2 has none; remove it"};
            case '|' -> new String[] {"branch reset (?|", "RE2 has none; write (?:"};
            case '\'' -> new String[] {"group (?'", "write (?P<name>…)"};
            case '&', 'R' -> new String[] {"recursion (?" + c, "RE2 has none; write it out as deep as it goes"};
            case 'P' ->
                rest.equals("P=")
                        ? new String[] {"backreference (?P=", NO_BACKREFERENCE}
                        : rest.equals("P>")
                                ? new String[] {"recursion (?P>", "RE2 has none; write it out as deep as it goes"}
                                : new String[0];
            default ->
                c >= '0' && c <= '9'
                        ? new String[] {"recursion (?" + c, "RE2 has none; write it out as deep as it goes"}
                        : new String[0];
        };
    }

    private static Optional<PatternFault> flags(String pattern, int at) {
        int i = at + 2;
        while (i < pattern.length() && ":)P<".indexOf(pattern.charAt(i)) < 0) {
            char c = pattern.charAt(i);
            if ("imsU-".indexOf(c) < 0) {
                String flag = Character.toString(pattern.codePointAt(i));
                String hint = c == 'x' ? "remove the spaces and comments of the pattern, too" : "RE2 has i, m, s and U";
                return Optional.of(new PatternFault(i, "the flag " + flag, hint));
            }
            i++;
        }
        return Optional.empty();
    }

    /** Behind what begins the group: its {@code (}, {@code (?:}, {@code (?P<name>} or flags. */
    static int open(String pattern, int at) {
        if (!pattern.startsWith("(?", at)) {
            return at + 1;
        }
        boolean named = pattern.startsWith("(?P<", at) || pattern.startsWith("(?<", at);
        int i = at + 2;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            if (named ? c == '>' : c == ':' || c == ')') {
                return i;
            }
        }
        return pattern.length();
    }
}
