package dev.podvisor.spec;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2's syntax, which any text is searched for in linear time (RE2/J).
 *
 * @param text as the spec has it
 */
public record LogPattern(String text) {

    /** The longest one, in UTF-16 units. */
    public static final int MAX_LENGTH = 4096;

    static final Type TYPE = new Type.Expression();

    /** Compiles it; throws {@link PatternSyntaxException} when it is none. */
    public Pattern compile() {
        return Pattern.compile(text);
    }
}
