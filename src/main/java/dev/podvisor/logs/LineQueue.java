package dev.podvisor.logs;

/**
 * The lines that wait for an output, encoded, and whose they are. Guarded by the lock of its owner; the writer also reads the
 * oldest bytes without it, since only the writer takes them off.
 */
final class LineQueue {

    private static final int RELEASE_ABOVE = 256 * 1024;

    private final ByteRing ring;
    private final Runs runs = new Runs();
    private final int mark;
    private int mostBuffered;
    private long writtenBytes;

    LineQueue(int capacityBytes) {
        this.ring = new ByteRing(capacityBytes);
        this.mark = capacityBytes / 2;
    }

    ByteRing ring() {
        return ring;
    }

    boolean isEmpty() {
        return ring.length() == 0;
    }

    int length() {
        return ring.length();
    }

    /** Whether it is time for others to wait. */
    boolean isFull() {
        return ring.length() >= mark || runs.crowded();
    }

    /** How many bytes are left until it is full. */
    int room() {
        return runs.crowded() ? 0 : mark - ring.length();
    }

    /** How many bytes are left in all. */
    int space() {
        return ring.room();
    }

    boolean fits(int bytes) {
        return ring.room() >= bytes && !runs.full();
    }

    void append(LogSource source, byte[] bytes, int length, int lines) {
        ring.append(bytes, length);
        runs.add(source, length, lines);
        mostBuffered = Math.max(mostBuffered, ring.length());
    }

    /** The oldest bytes have been written for good. */
    void written(int bytes) {
        ring.remove(bytes);
        runs.written(bytes);
        writtenBytes += bytes;
    }

    /** Bytes that have been written so far. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** Whose the oldest line is; there must be one. */
    LogSource firstSource() {
        return runs.firstSource();
    }

    /** How many bytes the oldest lines of the first source have, at most so many unless the first is longer. */
    int firstLines(int most) {
        int size = ring.wholeLines(Math.min(runs.firstBytes(), most));
        return size == 0 ? ring.firstLine(runs.firstBytes()) : size;
    }

    /** Takes the oldest bytes, which are whole lines of the first source, to another place, where they are counted; yields the lines. */
    int move(byte[] into, int size) {
        ring.copy(into, size);
        int lines = ring.newlines(size);
        ring.remove(size);
        runs.moved(size, lines);
        return lines;
    }

    /** Counts everything as dropped. */
    void giveUp() {
        if (!runs.empty()) {
            runs.end(ring.newlines(runs.firstBytes())); // some of its lines may be written
        }
        while (!runs.empty()) {
            runs.end(runs.firstLines());
        }
        ring.remove(ring.length());
    }

    /** Whether it is worth giving its memory back while it is empty. */
    boolean isLarge() {
        return mostBuffered > RELEASE_ABOVE;
    }

    /** Gives its memory back; it must be empty. */
    void release() {
        ring.release();
        mostBuffered = 0;
    }
}
