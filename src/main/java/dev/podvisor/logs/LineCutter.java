package dev.podvisor.logs;

/**
 * Cuts the bytes of one pipe into lines, whatever pieces they come in. A line ends at a newline and is otherwise left
 * as it is: carriage returns, NUL and bytes that are no UTF-8 pass. Longer lines are cut every {@link #MAX_LINE} bytes,
 * and earlier when the memory for unfinished lines is used up. For one thread.
 */
final class LineCutter {

    /** Most bytes of a line, without label and newline. */
    static final int MAX_LINE = 256 * 1024;

    private static final int FIRST_SIZE = 512;

    /**
     * Up to this size the memory of a partial line is kept for the next one, so that a steady stream allocates nothing.
     */
    private static final int KEPT_SIZE = 4 * 1024;

    private static final byte[] NONE = {};

    private final PartialLines memory;
    private byte[] partial = NONE;
    private int length;

    /** The last bytes were put out with their newline perhaps still to come, for want of memory. */
    private boolean endOpen;

    LineCutter(PartialLines memory) {
        this.memory = memory;
    }

    /**
     * Takes the next bytes, from index 0 and at most {@link #MAX_LINE}, and hands on the lines that they complete.
     */
    void feed(byte[] chunk, int count, LineTaker lines) {
        int from = 0;
        int newline = Newlines.find(chunk, 0, count);
        if (newline >= 0 && (length > 0 || (endOpen && newline == 0))) {
            keep(chunk, 0, newline, lines);
            if (length > 0) {
                endPartial(lines, false);
            }
            from = newline + 1;
            newline = Newlines.find(chunk, from, count);
        }
        endOpen = false;
        while (newline >= 0) {
            lines.line(chunk, from, newline, LineFacts.PLAIN);
            from = newline + 1;
            newline = Newlines.find(chunk, from, count);
        }
        if (from < count) {
            keep(chunk, from, count, lines);
        }
    }

    /** The pipe has ended: a last line without a newline is a line too. */
    void end(LineTaker lines) {
        if (length > 0) {
            endPartial(lines, false);
        }
        release();
    }

    private void keep(byte[] chunk, int start, int end, LineTaker lines) {
        int from = start;
        while (from < end) {
            if (length == MAX_LINE) {
                endPartial(lines, true);
            }
            int count = Math.min(end - from, MAX_LINE - length);
            if (!ensureSize(length + count)) {
                if (length > 0) {
                    endPartial(lines, true);
                    release();
                    continue;
                }
                lines.line(chunk, from, end, LineFacts.PARTIAL);
                endOpen = true;
                return;
            }
            System.arraycopy(chunk, from, partial, length, count);
            length += count;
            from += count;
        }
    }

    private void endPartial(LineTaker lines, boolean cut) {
        lines.line(partial, 0, length, cut ? LineFacts.PARTIAL : LineFacts.PLAIN);
        length = 0;
        if (partial.length > KEPT_SIZE) {
            release();
        }
    }

    private boolean ensureSize(int needed) {
        if (needed <= partial.length) {
            return true;
        }
        int size = Math.max(FIRST_SIZE, Integer.highestOneBit(needed - 1) << 1);
        if (!memory.reserve(size - partial.length)) {
            return false;
        }
        byte[] larger = new byte[size];
        System.arraycopy(partial, 0, larger, 0, length);
        partial = larger;
        return true;
    }

    private void release() {
        memory.release(partial.length);
        partial = NONE;
    }
}
