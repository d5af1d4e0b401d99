package dev.podvisor.logs;

/**
 * Cuts the bytes of one pipe into lines, whatever pieces they come in. A line ends at a newline and is otherwise left
 * as it is, but for a carriage return in front of it, which is no part of the line; NUL and bytes that are no UTF-8 pass. Longer
 * lines are cut every so many bytes, at most {@link #MAX_LINE}, and earlier when the memory for unfinished lines is used up. For one thread.
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
    private int longest = MAX_LINE;
    private byte[] partial = NONE;
    private int length;
    private int count;
    private boolean amidLine;

    /** The last bytes were put out with their newline perhaps still to come, for want of memory. */
    private boolean endOpen;

    LineCutter(PartialLines memory) {
        this.memory = memory;
    }

    /** Lines are cut every so many bytes from now on. */
    void longest(int lineBytes) {
        longest = lineBytes;
    }

    /** Whether a piece of a line has been handed on whose end is to come. */
    boolean isAmidLine() {
        return amidLine;
    }

    /** How many lines have been handed on since this was last asked. */
    int takeCount() {
        int taken = count;
        count = 0;
        return taken;
    }

    /**
     * Takes the next bytes, from index 0 and at most {@link #MAX_LINE}, and hands on the lines that they complete.
     */
    void feed(byte[] chunk, int size, LineTaker lines) {
        int from = 0;
        int newline = Newlines.find(chunk, 0, size);
        if (newline >= 0 && (length > 0 || (endOpen && newline == 0))) {
            complete(chunk, 0, newline, lines);
            from = newline + 1;
            newline = Newlines.find(chunk, from, size);
        }
        endOpen = false;
        while (newline >= 0) {
            if (newline - from > longest) {
                complete(chunk, from, newline, lines);
            } else {
                count++;
                amidLine = false;
                lines.line(chunk, from, withoutReturn(chunk, from, newline), LineFacts.PLAIN);
            }
            from = newline + 1;
            newline = Newlines.find(chunk, from, size);
        }
        if (from < size) {
            keep(chunk, from, size, lines);
        }
    }

    /** The end of a line that has begun before, or is too long. */
    private void complete(byte[] chunk, int start, int newline, LineTaker lines) {
        keep(chunk, start, newline, lines);
        if (length > 0) {
            endPartial(lines, false);
        } else {
            amidLine = false;
            lines.partialEnded();
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
            if (length >= longest) {
                endPartial(lines, true);
            }
            int taken = Math.min(end - from, longest - length);
            if (!ensureSize(length + taken)) {
                if (length > 0) {
                    endPartial(lines, true);
                    release();
                    continue;
                }
                count++;
                amidLine = true;
                lines.line(chunk, from, end, LineFacts.PARTIAL);
                endOpen = true;
                return;
            }
            System.arraycopy(chunk, from, partial, length, taken);
            length += taken;
            from += taken;
        }
    }

    private void endPartial(LineTaker lines, boolean cut) {
        count++;
        amidLine = cut;
        if (cut) {
            lines.line(partial, 0, length, LineFacts.PARTIAL);
        } else {
            lines.line(partial, 0, withoutReturn(partial, 0, length), LineFacts.PLAIN);
        }
        length = 0;
        if (partial.length > KEPT_SIZE) {
            release();
        }
    }

    private static int withoutReturn(byte[] from, int start, int end) {
        return end > start && from[end - 1] == '\r' ? end - 1 : end;
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
