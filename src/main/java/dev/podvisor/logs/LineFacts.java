package dev.podvisor.logs;

import dev.podvisor.spec.LogLevel;
import org.jspecify.annotations.Nullable;

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

    /** The message of a line that is a JSON object, as text; null when the line is its message. */
    byte @Nullable [] message;

    int messageStart;
    int messageEnd;

    /** Forgets what was known of another line. */
    void clear() {
        level = LogLevel.Info;
        partial = false;
        truncated = false;
        newlines = 0;
        fields = NONE;
        fieldsStart = 0;
        fieldsEnd = 0;
        message = null;
        messageStart = 0;
        messageEnd = 0;
    }
}
