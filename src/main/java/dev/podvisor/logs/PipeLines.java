package dev.podvisor.logs;

import org.jspecify.annotations.Nullable;

/**
 * The lines of one pipe: cut, handled as its process wants, and given to what keeps the newest and to the outputs; and the account
 * of them. For the pump's thread.
 */
final class PipeLines implements LineTaker {

    private final LogSource source;
    private final LineCutter cutter;

    /** Where lines go; set when the pump takes the pipe, and again when the spec changes. */
    private Lanes lanes = Lanes.NONE;

    private @Nullable LineHandling handling;
    private @Nullable RecentLane recent;
    private LineTaker first = lanes;
    private byte[] chunk = new byte[0];

    // What of the handling's counts is in the account.
    private long filtered;
    private long truncated;

    PipeLines(LogSource source, PartialLines memory) {
        this.source = source;
        this.cutter = new LineCutter(memory);
    }

    /**
     * How lines are handled and where they go from now on; what was on its way has gone the old one.
     *
     * @param longest bytes of a line
     */
    void follow(int longest, @Nullable LineHandling by, @Nullable RecentLane keeper, Lanes to) {
        boolean amidLine = cutter.isAmidLine();
        LineHandling old = handling;
        if (old != null) {
            old.end();
            amidLine |= old.isAmidLine();
            account();
        }
        lanes.leave();
        cutter.longest(longest);
        handling = by;
        recent = keeper;
        lanes = to;
        filtered = 0;
        truncated = 0;
        LineTaker last = keeper == null ? to : this;
        if (by != null) {
            by.next(last);
            if (amidLine) {
                by.amidLine();
            }
        }
        first = by == null ? last : by;
    }

    /** To what keeps the newest, and to the outputs. */
    @Override
    public void line(byte[] from, int start, int end, LineFacts facts) {
        if (recent != null) {
            recent.line(from, start, end, facts);
        }
        lanes.line(from, start, end, facts);
    }

    Lanes lanes() {
        return lanes;
    }

    /**
     * What follows has been read now.
     *
     * @param into what it is read into
     * @param beyond whether it goes to outputs even beyond their mark
     */
    void begin(long millis, long nanoTime, byte[] into, boolean beyond) {
        chunk = into;
        if (recent != null) {
            recent.begin(millis, into);
        }
        if (handling != null) {
            handling.begin(nanoTime);
        }
        lanes.begin(millis, beyond);
    }

    /** The first bytes of the chunk have been read. */
    void read(int bytes) {
        cutter.feed(chunk, bytes, first);
        flush();
        // Last, so that of lines that are counted it is known what became of them.
        source.addRead(cutter.takeCount(), bytes);
    }

    /** Hands over all that is complete; always before another pipe's turn. */
    private void flush() {
        if (recent != null) {
            recent.flush();
        }
        lanes.flush();
        account();
    }

    private void account() {
        LineHandling by = handling;
        if (by == null) {
            return;
        }
        if (by.filtered() != filtered) {
            source.addFiltered(by.filtered() - filtered);
            filtered = by.filtered();
        }
        if (by.truncated() != truncated) {
            source.addTruncated(by.truncated() - truncated);
            truncated = by.truncated();
        }
        long suppressed = by.takeSuppressed();
        if (suppressed > 0) {
            lanes.rateLimited(suppressed);
        }
    }

    /** When {@link #tick} is to be called; {@link Long#MAX_VALUE} for never. */
    long deadline() {
        return handling == null ? Long.MAX_VALUE : handling.deadline();
    }

    /** Hands on what has waited long enough for more; behind {@link #begin}. */
    void tick(long nanoTime) {
        if (handling != null) {
            handling.tick(nanoTime);
            flush();
        }
    }

    /** The pipe has ended; behind {@link #begin}. True when all is with the outputs, false when lines wait for room. */
    boolean end() {
        cutter.end(first);
        if (handling != null) {
            handling.end();
        }
        flush();
        source.addRead(cutter.takeCount(), 0);
        return lanes.end();
    }
}
