package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.podvisor.spec.Multiline;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins lines that belong together into one event. An event ends when a line comes that begins another, when none has come for the
 * timeout, when it would get more lines or bytes than it may have, and when the memory for unfinished lines is used up; what still
 * belongs to it is then an event of its own. So is a line that is cut into pieces.
 *
 * <p>Where that must not be, since a secret could reach over the seam, the event is lost instead: it is handed on as a truncated
 * line of the bytes so far, only for their number, and what still belongs to it is swallowed. For one thread.
 */
final class Joining {

    private static final int FIRST_SIZE = 512;

    /** Up to this size the memory is kept for the next event, while lines come. */
    private static final int KEPT_SIZE = 4 * 1024;

    private static final byte[] NONE = {};
    private static final byte[] CAUSE = "Caused by:".getBytes(US_ASCII);

    // What Python prints: a trace, a line about the exception, and perhaps a sentence and the trace of another
    // exception.
    private static final byte[] TRACE = "Traceback (most recent call last):".getBytes(US_ASCII);
    private static final byte[] DURING = "During handling of the above exception".getBytes(US_ASCII);
    private static final byte[] DIRECTLY = "The above exception was the direct cause".getBytes(US_ASCII);

    private enum Python {
        No,
        Trace,
        Exception,
        Sentence
    }

    private final int maxLines;
    private final long timeout;
    private final int mostBytes;
    private final boolean whole;
    private final @Nullable Finder startPattern;
    private final LineText text;
    private final PartialLines memory;
    private final LineTaker to;
    private final LineFacts facts = new LineFacts();
    private byte[] event = NONE;
    private int length;
    private int lines;
    private Python python = Python.No;
    private long deadline;
    private boolean lost;
    private boolean inPieces;
    private long swallowed;

    /**
     * @param mostBytes of an event
     * @param whole whether an event that gets too large is lost
     */
    Joining(
            Multiline rule,
            @Nullable Finder startPattern,
            int mostBytes,
            boolean whole,
            LineText text,
            PartialLines memory,
            LineTaker to) {
        maxLines = rule.maxLines();
        timeout = rule.timeoutMilliseconds() * 1_000_000L;
        this.mostBytes = mostBytes;
        this.whole = whole;
        this.startPattern = startPattern;
        this.text = text;
        this.memory = memory;
        this.to = to;
    }

    void line(byte[] from, int start, int end, LineFacts given, long nanoTime) {
        tick(nanoTime);
        if (inPieces) {
            inPieces = given.partial;
            deadline = nanoTime + timeout;
            if (lost) {
                swallowed++;
            } else {
                to.line(from, start, end, given);
            }
            return;
        }
        inPieces = given.partial;
        if (begins(from, start, end)) {
            flush();
            lost = false;
        }
        deadline = nanoTime + timeout;
        if (lost) {
            swallowed++;
        } else if (given.partial) {
            if (whole) {
                lose(end - start);
            } else {
                flush();
                to.line(from, start, end, given);
            }
        } else {
            add(from, start, end);
        }
    }

    private void add(byte[] from, int start, int end) {
        int size = end - start;
        boolean full = lines > 0 && (lines == maxLines || length + 1 + size > mostBytes);
        if (full || !ensureSize(length + 1 + size)) {
            if (whole) {
                lose(size);
                return;
            }
            flush();
            if (!ensureSize(1 + size)) {
                facts.clear();
                to.line(from, start, end, facts);
                return;
            }
        }
        if (lines > 0) {
            event[length++] = '\n';
        }
        System.arraycopy(from, start, event, length, size);
        length += size;
        lines++;
    }

    private void lose(int moreBytes) {
        lost = true;
        swallowed += lines;
        int size = length + moreBytes;
        length = 0;
        lines = 0;
        release();
        facts.clear();
        facts.truncated = true;
        to.line(NONE, 0, size, facts);
    }

    /** An event whose time is up is handed on. */
    void tick(long nanoTime) {
        // The rest of a line that is lost is lost however late it comes.
        if ((lines > 0 || lost) && !inPieces && nanoTime - deadline >= 0) {
            flush();
            release();
            lost = false;
            python = Python.No;
        }
    }

    /** When {@link #tick} is to be called, in the time of {@link System#nanoTime}; {@link Long#MAX_VALUE} for not at all. */
    long deadline() {
        return lines > 0 ? deadline : Long.MAX_VALUE;
    }

    /** What comes next is the rest of a line that has begun under other rules; false if it is lost here. */
    boolean amidLine() {
        inPieces = true;
        lost = whole;
        return !lost;
    }

    void partialEnded() {
        inPieces = false;
    }

    /** No more lines come for now: what there is, is handed on. */
    void end() {
        flush();
        release();
        lost = false;
        inPieces = false;
        python = Python.No;
    }

    /** How many lines have been swallowed since this was last asked. */
    long takeSwallowed() {
        long taken = swallowed;
        swallowed = 0;
        return taken;
    }

    private void flush() {
        if (lines == 0) {
            return;
        }
        facts.clear();
        facts.newlines = lines - 1;
        int size = length;
        length = 0;
        lines = 0;
        to.line(event, 0, size, facts);
        if (event.length > KEPT_SIZE) {
            release();
        }
    }

    private boolean begins(byte[] from, int start, int end) {
        Finder pattern = startPattern;
        if (pattern != null) {
            return pattern.find(text.of(from, start, end));
        }
        if (start == end) {
            return false;
        }
        byte first = from[start];
        if (first == ' ' || first == '\t') {
            return false;
        }
        return !continuesPython(from, start, end)
                && first != ')'
                && first != ']'
                && first != '}'
                && !starts(from, start, end, CAUSE);
    }

    /** Whether a line without white space in front goes on with what Python has begun. */
    private boolean continuesPython(byte[] from, int start, int end) {
        Python next = switch (python) {
            case Trace -> Python.Exception;
            case Exception ->
                starts(from, start, end, DURING) || starts(from, start, end, DIRECTLY) ? Python.Sentence : Python.No;
            case Sentence -> starts(from, start, end, TRACE) ? Python.Trace : Python.No;
            case No -> Python.No;
        };
        boolean goesOn = next != Python.No;
        python = goesOn || !starts(from, start, end, TRACE) ? next : Python.Trace;
        return goesOn;
    }

    private static boolean starts(byte[] from, int start, int end, byte[] with) {
        return end - start >= with.length && Arrays.equals(from, start, start + with.length, with, 0, with.length);
    }

    private boolean ensureSize(int needed) {
        if (needed <= event.length) {
            return true;
        }
        int size = Math.max(FIRST_SIZE, Integer.highestOneBit(needed - 1) << 1);
        if (!memory.reserve(size - event.length)) {
            return false;
        }
        byte[] larger = new byte[size];
        System.arraycopy(event, 0, larger, 0, length);
        event = larger;
        return true;
    }

    private void release() {
        memory.release(event.length);
        event = NONE;
    }
}
