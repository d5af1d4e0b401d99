package dev.podvisor.logs;

/**
 * Encoded lines of one pipe that wait for one output, the newest of them: the oldest make room for what comes. Its memory grows
 * with what is in it and is given back when nothing is. For one thread.
 */
final class Backlog {

    /** The most bytes of lines that wait; a single longer line does, too. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int PIECE = 64 * 1024;
    private static final byte[] NONE = {};

    private final PartialLines memory;
    private byte[] bytes = NONE;
    private int start;
    private int end;

    /** @param memory of all backlogs together; where it is used up, older lines are dropped earlier */
    Backlog(PartialLines memory) {
        this.memory = memory;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** Adds whole lines at the end; yields how many lines were dropped for it, perhaps some of these. */
    int add(byte[] from, int length, int lines) {
        int dropped = 0;
        while (end - start + length > MAX_BYTES && start < end) {
            dropped += dropFirst();
        }
        while (!makeRoom(length)) {
            if (start == end) {
                return dropped + lines;
            }
            dropped += dropFirst();
        }
        System.arraycopy(from, 0, bytes, end, length);
        end += length;
        return dropped;
    }

    private int dropFirst() {
        start = Newlines.find(bytes, start, end) + 1;
        return 1;
    }

    private boolean makeRoom(int length) {
        int held = end - start;
        if (bytes.length - end >= length) {
            return true;
        }
        if (bytes.length - held >= length) {
            System.arraycopy(bytes, start, bytes, 0, held);
        } else {
            int size = Integer.highestOneBit(Math.max(held + length, 4096) - 1) << 1;
            if (!memory.reserve(size - bytes.length)) {
                return false;
            }
            byte[] larger = new byte[size];
            System.arraycopy(bytes, start, larger, 0, held);
            bytes = larger;
        }
        start = 0;
        end = held;
        return true;
    }

    /** Hands lines to an output, the oldest first, as long as it has room or it is waited for; true when nothing is left. */
    boolean moveTo(OutputSink sink, LogSource account, boolean waits) {
        while (start < end) {
            int size = piece();
            int lines = Newlines.count(bytes, start, start + size);
            byte[] piece = new byte[size];
            System.arraycopy(bytes, start, piece, 0, size);
            if (waits) {
                sink.write(account, piece, size, lines); // counts those that it does not take
            } else if (!sink.offer(account, piece, size, lines, false)) {
                return false;
            }
            start += size;
        }
        release();
        return true;
    }

    private int piece() {
        int limit = Math.min(end, start + PIECE);
        int at = limit;
        while (at > start && bytes[at - 1] != '\n') {
            at--;
        }
        return at > start ? at - start : Newlines.find(bytes, start, end) + 1 - start;
    }

    /** Forgets everything; yields how many lines that were. */
    int clear() {
        int lines = Newlines.count(bytes, start, end);
        release();
        return lines;
    }

    private void release() {
        memory.release(bytes.length);
        bytes = NONE;
        start = 0;
        end = 0;
    }
}
