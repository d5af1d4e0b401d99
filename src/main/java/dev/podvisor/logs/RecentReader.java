package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.spec.LogLevel;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads recent lines as JSON records, each with a newline behind, in the order in which they came, whichever replica printed
 * them. Where lines went before they could be read, a record says how many. Needs memory for one entry and a buffer. For one thread.
 */
public final class RecentReader {

    private static final int SIZE = 16 * 1024;

    /** What comes in this time is read together: who follows a process is not to be woken for each line of all others. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final RecentLog log;
    private final RecentQuery query;
    private final Map<RecentLines, RecentCursor> cursors = new HashMap<>();
    private List<RecentLines> rings = List.of();

    /** Those that have an entry up to the limit, the oldest first. */
    private final PriorityQueue<RecentCursor> due =
            new PriorityQueue<>(Comparator.comparingLong(cursor -> cursor.entry.sequence));

    private final JsonLine encoder = new JsonLine();
    private final LineFacts facts = new LineFacts();
    private byte[] buffer = new byte[SIZE];
    private int length;
    private long limit;

    /** Lines that are still to be left out at the beginning, since fewer are wanted. */
    private long skip;

    /** Whose entry is being encoded, and how far. */
    private @Nullable RecentCursor current;

    private int at;
    private long missing;

    RecentReader(RecentLog log, RecentQuery query) {
        this.log = log;
        this.query = query;
        limit = log.sequence();
        findRings(true);
        if (query.tail() >= 0) {
            skip = Math.max(0, count() - query.tail());
        }
        findDue();
    }

    /** Of rings that have come since, all lines are wanted, even those that are gone. */
    @SuppressWarnings("ReferenceEquality") // the same list is the same rings
    private void findRings(boolean first) {
        List<RecentLines> known = log.rings();
        if (known == rings) {
            return;
        }
        rings = known;
        cursors.keySet().retainAll(new HashSet<>(known));
        for (RecentLines lines : known) {
            if (query.takes(lines) && !cursors.containsKey(lines)) {
                RecentCursor cursor = new RecentCursor(lines);
                lines.place(cursor, first);
                cursors.put(lines, cursor);
            }
        }
    }

    private void findDue() {
        for (RecentCursor cursor : cursors.values()) {
            addIfDue(cursor);
        }
    }

    private void addIfDue(RecentCursor cursor) {
        if (cursor.peek(limit)) {
            due.add(cursor);
        }
    }

    private long count() {
        long lines = 0;
        for (RecentCursor cursor : cursors.values()) {
            long start = cursor.position;
            while (cursor.peek(limit)) {
                lines += query.takes(cursor.entry) ? cursor.entry.lines : 0;
                cursor.advance();
            }
            cursor.position = start;
        }
        return lines;
    }

    /** Puts the next records into {@link #buffer}, whole ones; yields how many bytes they are, 0 when there is nothing now. */
    public int next() {
        length = 0;
        if (buffer.length > SIZE) {
            buffer = new byte[SIZE];
        }
        if (current == null && due.isEmpty() && query.follow()) {
            limit = log.sequence();
            findRings(false);
            findDue();
        }
        while (current != null || !due.isEmpty()) {
            if (current == null) {
                begin(due.remove());
            } else if (encodeCurrent(current)) {
                end(current);
            } else {
                return length;
            }
        }
        return length;
    }

    /** Holds the records of {@link #next} at its start, until that is called again. */
    public byte[] buffer() {
        return buffer;
    }

    /** Waits until something comes, as long as it is wanted; {@link RecentLog#wake} makes it ask again. */
    public void await(Duration atMost, BooleanSupplier wanted) throws InterruptedException {
        log.await(limit, atMost, wanted);
        Thread.sleep(PAUSE);
    }

    private void begin(RecentCursor cursor) {
        RecentEntry entry = cursor.entry;
        boolean wanted = query.takes(entry);
        if (wanted && !cursor.take()) { // gone since it was found
            addIfDue(cursor);
            return;
        }
        long lost = cursor.missing();
        if (!wanted) {
            end(cursor);
            return;
        }
        long leftOut = Math.min(skip, lost);
        skip -= leftOut;
        missing = lost - leftOut;
        current = cursor;
        at = 0;
        encoder.of(cursor.origin());
        encoder.now(entry.millis);
    }

    private void end(RecentCursor cursor) {
        current = null;
        cursor.advance();
        addIfDue(cursor);
    }

    /** False when there is no more room. */
    private boolean encodeCurrent(RecentCursor cursor) {
        if (missing > 0 && !encodeMissing()) {
            return false;
        }
        missing = 0;
        RecentEntry entry = cursor.entry;
        entry.copyTo(facts);
        while (at <= entry.textBytes) {
            int end = entry.single() ? entry.textBytes : Newlines.find(entry.bytes, at, entry.textBytes);
            end = end < 0 ? entry.textBytes : end;
            if (skip > 0) {
                skip--;
            } else if (!encode(entry.bytes, at, end)) {
                return false;
            }
            at = end + 1;
        }
        return true;
    }

    private boolean encodeMissing() {
        byte[] text = ("podvisor skipped " + missing + (missing == 1 ? " line: it" : " lines: they")
                        + " came faster than they were read")
                .getBytes(UTF_8);
        facts.level = LogLevel.Warning;
        facts.partial = false;
        facts.truncated = false;
        facts.fields = ("\"skipped\":" + missing).getBytes(UTF_8);
        facts.fieldsStart = 0;
        facts.fieldsEnd = facts.fields.length;
        return encode(text, 0, text.length);
    }

    private boolean encode(byte[] from, int start, int end) {
        if (encoder.mostBytes(end - start, facts) > buffer.length - length) {
            int size = encoder.exactBytes(from, start, end, facts);
            if (size > buffer.length - length) {
                if (length > 0) {
                    return false;
                }
                buffer = new byte[size];
            }
        }
        length = encoder.encode(from, start, end, facts, buffer, length);
        return true;
    }
}
