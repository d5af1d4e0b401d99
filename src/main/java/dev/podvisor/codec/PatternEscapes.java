package dev.podvisor.codec;

import java.util.Optional;

/** What may stand behind a backslash in RE2's syntax, and what to write for what may not. */
final class PatternEscapes {

    private static final String OF_TEXT = "AzbBdDsSwWQE";
    private static final String OF_CLASS = "dDsSwW";
    private static final String OF_CHARACTER = "afnrtv";

    private PatternEscapes() {}

    /** What is wrong with the escape at {@code at}; of a number or a property, only what has no place in the syntax at all. */
    static Optional<PatternFault> fault(String pattern, int at, boolean inClass) {
        if (at + 1 >= pattern.length()) {
            return Optional.of(new PatternFault(at, "a backslash without a character", "write \\\\ for a backslash"));
        }
        char c = pattern.charAt(at + 1);
        boolean digit = c >= '1' && c <= '9';
        boolean octal = c >= '1'
                && c <= '7'
                && at + 2 < pattern.length()
                && pattern.charAt(at + 2) >= '0'
                && pattern.charAt(at + 2) <= '7';
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        if (octal || !digit && !letter) {
            return Optional.empty();
        }
        if (digit) {
            return Optional.of(new PatternFault(
                    at, "backreference \\" + c, "RE2 has none; write out what the group may be, or match less"));
        }
        boolean known = (OF_CHARACTER + "xpP" + (inClass ? OF_CLASS : OF_TEXT)).indexOf(c) >= 0;
        if (known) {
            return Optional.empty();
        }
        String shown = "\\" + c;
        String what = c == 'k' || c == 'g' ? "backreference " + shown : "the escape " + shown;
        return Optional.of(new PatternFault(at, what, hint(c, inClass)));
    }

    private static String hint(char c, boolean inClass) {
        return switch (c) {
            case 'k', 'g' -> "RE2 has none; write out what the group may be, or match less";
            case 'Z' -> "write \\z or $ for the end of the text";
            case 'h' -> inClass ? "write \\t and a space" : "write [ \\t]";
            case 'H' -> "write [^ \\t]";
            case 'R' -> "a line has no end of line in it; remove it";
            case 'X', 'N', 'C' -> "write . for a character";
            case 'e' -> "write \\x1b";
            case 'u', 'U', 'c' -> "write \\x{…} with the number of the character";
            case 'G', 'K' -> "RE2 has none; keep what stands in front with a group and $1";
            case 'b', 'B', 'A', 'z' -> "it has no meaning in brackets; put it in front of them";
            case 'Q', 'E' -> "it has no meaning in brackets; put a backslash in front of each character";
            default -> "RE2 has none; remove the backslash for the character itself";
        };
    }
}
