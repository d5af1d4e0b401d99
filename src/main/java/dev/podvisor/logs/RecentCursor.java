package dev.podvisor.logs;

import dev.podvisor.spec.LogStream;
import org.jspecify.annotations.Nullable;

/** How far somebody has read in one ring. For one thread. */
final class RecentCursor {

    final RecentLines lines;
    final RecentEntry entry = new RecentEntry();

    /** Where the next entry is, unless it is gone by now. */
    long position;

    /** The number of the next line of each stream, counted from the first that ever came. */
    final long[] next = new long[LogStream.values().length];

    private @Nullable Origin origin;

    RecentCursor(RecentLines lines) {
        this.lines = lines;
    }

    boolean peek(long upTo) {
        return lines.peek(this, upTo);
    }

    boolean take() {
        return lines.take(this);
    }

    /** How many lines of the entry's stream are missing before it; those of the entry are read with that. */
    long missing() {
        int stream = entry.stream().ordinal();
        long missing = entry.before - next[stream];
        next[stream] = entry.before + entry.lines;
        return missing;
    }

    /** Goes behind the entry. */
    void advance() {
        position += RecentLines.HEADER + entry.textBytes + entry.fieldBytes;
    }

    /** Where the lines of the entry come from. */
    Origin origin() {
        Origin known = origin;
        if (known == null
                || known.pid() != entry.pid
                || known.stream() != entry.stream()
                || !known.labels().equals(lines.labels())) {
            known = new Origin(
                    lines.process(), lines.process(), lines.replica(), entry.pid, entry.stream(), lines.labels());
            origin = known;
        }
        return known;
    }
}
