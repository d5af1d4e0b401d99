package dev.podvisor.logs;

import dev.podvisor.spec.LogLevel;

/**
 * What is known of a line besides its bytes. One object may serve line after line, so whoever keeps a line copies what it
 * needs of it. For one thread.
 */
final class LineFacts {

    /** Of a line that nothing more is known of. */
    static final LineFacts PLAIN = new LineFacts();

    /** Of a line that goes on in the next one, since it is longer than lines may be. */
    static final LineFacts PARTIAL = new LineFacts();

    private static final byte[] NONE = {};

    static {
        PARTIAL.partial = true;
    }

    LogLevel level = LogLevel.Info;

    /** It goes on in the next one, since it is longer than lines may be. */
    boolean partial;

    /** Its end is cut off for good, since it was longer than lines may be. */
    boolean truncated;

    /** How many newlines are in it: lines that were joined. */
    int newlines;

    /** Members of a JSON object that go into its record, such as {@code "a":1,"b":[]}: valid, with no name of our own. */
    byte[] fields = NONE;

    int fieldsStart;
    int fieldsEnd;
}
