package dev.podvisor.logs;

import dev.podvisor.spec.LogStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest lines of one replica, of both streams and over all its runs: a ring of entries, of which the oldest make room for
 * what comes. Its memory grows with what comes, up to its bound. Thread-safe; the lock is never held longer than it takes to
 * copy one entry or to enlarge the ring.
 *
 * <p>Positions count the bytes that were ever put in. An entry is a header and its bytes, and may go round the end of the array.
 */
final class RecentLines {

    /** Bytes of an entry beside those of its lines. */
    static final int HEADER = 44;

    /** What each ring may have of memory without asking, so that none is without any. */
    private static final int FIRST_BYTES = 1024;

    private static final byte[] NONE = {};
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int STREAMS = LogStream.values().length;

    private final RecentLog log;
    private final String process;
    private final int replica;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final byte[] header = new byte[HEADER];
    private final long[] lines = new long[STREAMS];
    private final long[] gone = new long[STREAMS];
    private byte[] ring = NONE;
    private long origin; // the position at index 0
    private long oldest;
    private long end;

    private volatile int bound; // changed under the lock
    private volatile Map<String, String> labels = Map.of();

    RecentLines(RecentLog log, String process, int replica, int bound) {
        this.log = log;
        this.process = process;
        this.replica = replica;
        this.bound = bound;
    }

    String process() {
        return process;
    }

    int replica() {
        return replica;
    }

    /** Those of the newest run: its lines are shown with the labels of now. */
    Map<String, String> labels() {
        return labels;
    }

    /** Where the lines of one pipe are put in. */
    RecentLane lane(Origin of) {
        labels = of.labels();
        return new RecentLane(this, of);
    }

    /** Whether it keeps anything at all. */
    boolean isOn() {
        return bound > HEADER;
    }

    /** Keeps at most so many bytes from now on, headers included; 0 for nothing. */
    void resize(int bytes) {
        lock.lock();
        try {
            bound = bytes;
            while (end - oldest > bytes) {
                evict();
            }
            if (ring.length > bytes) {
                boolean _ = move(Math.max(bytes, 0));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts in lines that follow each other in an array, with a newline between two of them. Of more than it may keep only the
     * last remain, and of a single line its beginning.
     *
     * @param count how many lines they are
     * @param single whether newlines in it are part of one line
     */
    void add(Origin of, long millis, byte[] from, int start, int until, int count, LineFacts facts, boolean single) {
        lock.lock();
        try {
            int stream = of.stream().ordinal();
            long before = lines[stream];
            lines[stream] += count;
            int fields = facts.fieldsEnd - facts.fieldsStart;
            int room = grow(HEADER + until - start + fields) - HEADER;
            if (room <= 0) {
                gone[stream] += count;
                return;
            }
            fields = fields > room / 2 ? 0 : fields;
            int first = start;
            int kept = count;
            while (kept > 1 && until - first > room - fields) {
                first = Newlines.find(from, first, until) + 1;
                kept--;
            }
            int text = Math.min(until - first, room - fields);
            int size = HEADER + text + fields;
            while (end - oldest + size > ring.length) {
                evict();
            }
            gone[stream] += count - kept;
            int flags = RecentEntry.flags(of.stream(), facts, single, text < until - first);
            LONG.set(header, 0, log.nextSequence());
            LONG.set(header, 8, millis);
            LONG.set(header, 16, before + count - kept);
            put(header, 24, (int) of.pid());
            put(header, 28, kept);
            put(header, 32, text);
            put(header, 36, fields);
            put(header, 40, flags);
            copyIn(end, header, 0, HEADER);
            copyIn(end + HEADER, from, first, text);
            copyIn(end + HEADER + text, facts.fields, facts.fieldsStart, fields);
            end += size;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody has put in something and holds no lock. */
    void tell() {
        log.tell();
    }

    /**
     * Starts a reader at what is oldest.
     *
     * @param forgiving whether it does not want to hear of lines that are gone already
     */
    void place(RecentCursor cursor, boolean forgiving) {
        lock.lock();
        try {
            cursor.position = oldest;
            if (forgiving) {
                System.arraycopy(gone, 0, cursor.next, 0, STREAMS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Finds the next entry, without its bytes; false when there is none, or only one above the given number. */
    boolean peek(RecentCursor cursor, long upTo) {
        lock.lock();
        try {
            cursor.position = Math.max(cursor.position, oldest);
            if (cursor.position == end) {
                return false;
            }
            readHeader(cursor.position, cursor.entry);
            return cursor.entry.sequence <= upTo;
        } finally {
            lock.unlock();
        }
    }

    /** Copies the bytes of the entry that was found; false when it is gone meanwhile. */
    boolean take(RecentCursor cursor) {
        lock.lock();
        try {
            if (cursor.position < oldest) {
                return false;
            }
            RecentEntry entry = cursor.entry;
            int size = entry.textBytes + entry.fieldBytes;
            if (entry.bytes.length < size) {
                entry.bytes = new byte[size];
            }
            copyOut(cursor.position + HEADER, entry.bytes, size);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void readHeader(long position, RecentEntry into) {
        copyOut(position, header, HEADER);
        into.sequence = (long) LONG.get(header, 0);
        into.millis = (long) LONG.get(header, 8);
        into.before = (long) LONG.get(header, 16);
        into.pid = number(header, 24);
        into.lines = number(header, 28);
        into.textBytes = number(header, 32);
        into.fieldBytes = number(header, 36);
        into.flags = number(header, 40);
    }

    /** Makes the array hold so many more bytes if it may; yields how many it holds, with what is in it now. */
    private int grow(int more) {
        int wanted = (int) Math.min(bound, end - oldest + more);
        if (wanted > ring.length && isOn()) {
            int size = Math.max(FIRST_BYTES, ring.length);
            while (size < wanted) {
                size *= 2;
            }
            if (!move(Math.min(size, bound)) && ring.length == 0) {
                boolean _ = move(Math.min(FIRST_BYTES, bound));
            }
        }
        return ring.length;
    }

    /** To an array of another size, with room for what is kept; false where memory is used up. */
    private boolean move(int size) {
        int more = Math.max(0, size - FIRST_BYTES) - Math.max(0, ring.length - FIRST_BYTES);
        if (!log.reserve(more)) {
            return false;
        }
        byte[] next = size == 0 ? NONE : new byte[size];
        copyOut(oldest, next, (int) (end - oldest));
        ring = next;
        origin = oldest;
        return true;
    }

    private void evict() {
        copyOut(oldest, header, HEADER);
        gone[RecentEntry.stream(number(header, 40)).ordinal()] += number(header, 28);
        oldest += HEADER + number(header, 32) + number(header, 36);
    }

    private int index(long position) {
        return (int) ((position - origin) % ring.length);
    }

    private void copyIn(long position, byte[] from, int start, int length) {
        if (length > 0) {
            int at = index(position);
            int first = Math.min(length, ring.length - at);
            System.arraycopy(from, start, ring, at, first);
            System.arraycopy(from, start + first, ring, 0, length - first);
        }
    }

    private void copyOut(long position, byte[] into, int length) {
        if (length > 0) {
            int at = index(position);
            int first = Math.min(length, ring.length - at);
            System.arraycopy(ring, at, into, 0, first);
            System.arraycopy(ring, 0, into, first, length - first);
        }
    }

    /** Not by a view of ints, whose classes the first child would have to wait for. */
    private static void put(byte[] into, int at, int number) {
        for (int i = 0; i < Integer.BYTES; i++) {
            into[at + i] = (byte) (number >>> 8 * i);
        }
    }

    private static int number(byte[] from, int at) {
        return from[at] & 0xff | (from[at + 1] & 0xff) << 8 | (from[at + 2] & 0xff) << 16 | from[at + 3] << 24;
    }
}
