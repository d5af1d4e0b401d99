package dev.podvisor.logs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose lines the bytes in a buffer are: a queue of (source, bytes, lines), so that each line is counted when it has
 * been written and not before. Guarded by the lock of its owner.
 */
final class Runs {

    /**
     * Lines of one source in a row share a run up to this size: few runs, yet counts that move while the buffer is
     * busy.
     */
    private static final int MERGED_BYTES = 64 * 1024;

    private static final int FIRST_SIZE = 64;
    private static final int MAX_SIZE = 16 * 1024; // powers of two; at most 192 KiB of memory

    private @Nullable LogSource[] sources = new LogSource[FIRST_SIZE];
    private int[] bytes = new int[FIRST_SIZE];
    private int[] lines = new int[FIRST_SIZE];
    private int first;
    private int count;

    boolean full() {
        return count == MAX_SIZE;
    }

    /** Whether it is time for others to wait. */
    boolean crowded() {
        return count >= MAX_SIZE / 2;
    }

    boolean empty() {
        return count == 0;
    }

    /** Lines have come into the buffer. */
    void add(LogSource source, int byteCount, int lineCount) {
        int last = index(count - 1);
        if (count > 0 && sources[last] == source && bytes[last] + byteCount <= MERGED_BYTES) {
            bytes[last] += byteCount;
            lines[last] += lineCount;
            return;
        }
        if (count == bytes.length) {
            grow();
        }
        int next = index(count);
        sources[next] = source;
        bytes[next] = byteCount;
        lines[next] = lineCount;
        count++;
    }

    /** So many bytes have left the buffer for good: counts the lines of the runs that are through. */
    void written(int byteCount) {
        int left = byteCount;
        while (left > 0) {
            int ofFront = Math.min(left, bytes[first]);
            bytes[first] -= ofFront;
            left -= ofFront;
            if (bytes[first] == 0) {
                end(0);
            }
        }
    }

    /** So many bytes and lines of the first run have gone elsewhere, where they are counted. */
    void moved(int byteCount, int lineCount) {
        lines[first] -= lineCount;
        bytes[first] -= byteCount;
        if (bytes[first] == 0) {
            end(0);
        }
    }

    /** Whose the first run is. */
    LogSource firstSource() {
        return Objects.requireNonNull(sources[first]);
    }

    /** How many bytes of the first run are still in the buffer. */
    int firstBytes() {
        return bytes[first];
    }

    /** How many lines the first run has, even if some of them are written. */
    int firstLines() {
        return lines[first];
    }

    /** Takes the first run off: so many of its lines have been dropped, the others written. */
    void end(int droppedLines) {
        LogSource source = sources[first];
        if (source != null) {
            source.addWritten(lines[first] - droppedLines);
            source.addDropped(droppedLines, DropReason.Closed);
        }
        sources[first] = null;
        first = index(1);
        count--;
    }

    private int index(int offset) {
        return (first + offset) & (bytes.length - 1);
    }

    private void grow() {
        @Nullable LogSource[] newSources = new LogSource[2 * count];
        int[] newBytes = new int[2 * count];
        int[] newLines = new int[2 * count];
        for (int i = 0; i < count; i++) {
            newSources[i] = sources[index(i)];
            newBytes[i] = bytes[index(i)];
            newLines[i] = lines[index(i)];
        }
        sources = newSources;
        bytes = newBytes;
        lines = newLines;
        first = 0;
    }
}
