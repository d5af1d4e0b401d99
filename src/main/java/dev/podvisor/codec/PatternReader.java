package dev.podvisor.codec;

import com.google.re2j.PatternSyntaxException;
import dev.podvisor.spec.LogPattern;
import java.util.Optional;

/** Reads patterns in RE2's syntax; apart from other scalars, so that RE2/J is loaded only by a document that has one. */
final class PatternReader {

    private PatternReader() {}

    /** What is wrong with a pattern; empty when it can be compiled. */
    static Optional<PatternFault> fault(String pattern) {
        Optional<PatternFault> fault = PatternScanner.fault(pattern);
        if (fault.isPresent()) {
            return fault;
        }
        try {
            new LogPattern(pattern).compile();
            return Optional.empty();
        } catch (PatternSyntaxException malformed) {
            return Optional.of(of(malformed, pattern));
        }
    }

    /** RE2/J names the part, whose position is searched for. */
    private static PatternFault of(PatternSyntaxException malformed, String pattern) {
        String part = malformed.getPattern() == null ? "" : malformed.getPattern();
        boolean twice = malformed.getDescription().startsWith("duplicate");
        int at = twice ? pattern.lastIndexOf("<" + part + ">") + 1 : pattern.indexOf(part);
        String shown = part.isEmpty() || at < 0 ? "" : " " + Wording.cut(part);
        return new PatternFault(Math.max(at, 0), malformed.getDescription() + shown, hint(part, twice));
    }

    private static String hint(String part, boolean twice) {
        if (twice) {
            return "each group needs a name of its own";
        }
        if (part.startsWith("\\p") || part.startsWith("\\P")) {
            return "write a category or script, such as \\pL or \\p{Greek}, or [[:alpha:]]";
        }
        if (part.startsWith("\\x")) {
            return "write two digits, such as \\x1b, or any in braces";
        }
        if (part.startsWith("[:")) {
            return "such as [[:alpha:]], [[:digit:]], [[:space:]]";
        }
        return part.startsWith("{") ? "write \\{ for the character" : "";
    }
}
