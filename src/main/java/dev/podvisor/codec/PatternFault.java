package dev.podvisor.codec;

/**
 * What is wrong with a pattern.
 *
 * @param at where in the pattern, in UTF-16 units from 0
 * @param what the construct, with its text
 * @param hint what to write instead; may be empty
 */
record PatternFault(int at, String what, String hint) {

    /** The text of a message, with the position in characters from 1. */
    String text(String pattern) {
        return what + " at position " + (pattern.codePointCount(0, Math.min(at, pattern.length())) + 1);
    }
}
