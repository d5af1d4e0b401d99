package dev.podvisor.logs;

import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogStream;

/** Lines that came together and of which the same is known, as {@link RecentLines} keeps them. For one thread. */
final class RecentEntry {

    private static final LogLevel[] LEVELS = LogLevel.values();
    private static final int LEVEL = 0xff;
    private static final int STDERR = 1 << 8;
    private static final int PARTIAL = 1 << 9;
    private static final int TRUNCATED = 1 << 10;
    private static final int SINGLE = 1 << 11;

    /** Its number among those of all rings. */
    long sequence;

    /** When it was read, in milliseconds since 1970. */
    long millis;

    /** How many lines of its stream came before, whether they are still kept or not. */
    long before;

    int pid;

    /** How many lines it has. */
    int lines;

    /** Bytes of the lines, each but the last with its newline. */
    int textBytes;

    /** Bytes of the members of a JSON object behind them, see {@link LineFacts#fields}. */
    int fieldBytes;

    int flags;

    /** The text and the fields. */
    byte[] bytes = {};

    static int flags(LogStream stream, LineFacts facts, boolean single, boolean cut) {
        return facts.level.ordinal()
                | (stream == LogStream.Stderr ? STDERR : 0)
                | (facts.partial && !cut ? PARTIAL : 0)
                | (facts.truncated || cut ? TRUNCATED : 0)
                | (single ? SINGLE : 0);
    }

    LogStream stream() {
        return stream(flags);
    }

    static LogStream stream(int flags) {
        return (flags & STDERR) != 0 ? LogStream.Stderr : LogStream.Stdout;
    }

    /** Whether newlines in it are part of its one line. */
    boolean single() {
        return (flags & SINGLE) != 0;
    }

    /** Says of a line what was known when it came. */
    void copyTo(LineFacts facts) {
        facts.level = LEVELS[flags & LEVEL];
        facts.partial = (flags & PARTIAL) != 0;
        facts.truncated = (flags & TRUNCATED) != 0;
        facts.fields = bytes;
        facts.fieldsStart = textBytes;
        facts.fieldsEnd = textBytes + fieldBytes;
    }
}
