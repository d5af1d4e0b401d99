package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.spec.LogLevel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The way of one pipe's lines to one output, and what happens where that has no room for them: they are dropped and counted,
 * or wait in a {@link Backlog} of their own, whose oldest are dropped. Where lines are missing, a line in the output says
 * how many. For the pump's thread.
 */
final class Lane {

    private final Batch batch;
    private final OutputSink sink;
    private final LogSource account;
    private final LogSource markers;
    private final Origin origin;
    private final LogLevel least;
    private final @Nullable Backlog backlog;

    private long missing;
    private long rateLimited;

    /** Whether lines go to the output even beyond its mark, since the pipe is not read while that is reached. */
    private boolean beyond;

    /**
     * @param account whose lines they are
     * @param markers whose the lines about missing lines are
     * @param least lines of a lower level do not go there
     * @param backlog where lines wait; null where those without room are dropped
     */
    Lane(Batch batch, LogSource account, LogSource markers, Origin origin, LogLevel least, @Nullable Backlog backlog) {
        this.batch = batch;
        this.sink = batch.sink();
        this.account = account;
        this.markers = markers;
        this.origin = origin;
        this.least = least;
        this.backlog = backlog;
    }

    OutputSink sink() {
        return sink;
    }

    void begin(long millis, boolean goBeyond) {
        beyond = goBeyond;
        batch.begin(millis);
    }

    void line(byte[] from, int start, int end, LineFacts facts) {
        if (facts.level.compareTo(least) >= 0) {
            batch.line(this, origin, from, start, end, facts);
        }
    }

    void flush() {
        batch.flush();
    }

    /** Lines that the rate limit has left out. */
    void rateLimited(long lines) {
        rateLimited += lines;
        account.addDropped(lines, DropReason.RateLimit);
    }

    /** From the batch: so many of the lines that come now are cut off. */
    void cut(int lines) {
        if (lines > 0) {
            account.addTruncated(lines);
        }
    }

    /** From the batch: encoded lines, which are free again on return. */
    void take(byte[] bytes, int length, int lines) {
        if (batch.waits()) {
            tellMissing();
            if (backlog != null) {
                backlog.moveTo(sink, account, batch.waits());
            }
            sink.write(account, bytes, length, lines);
        } else if (!catchUp() || !sink.offer(account, bytes, length, lines, beyond)) {
            if (backlog == null) {
                drop(lines);
            } else {
                drop(backlog.add(bytes, length, lines));
            }
        }
    }

    private void drop(int lines) {
        if (lines > 0) {
            missing += lines;
            account.addDropped(lines, DropReason.Pressure);
            sink.dropped(lines);
        }
    }

    /** Whether something is to go to the output that is not there yet. */
    boolean behind() {
        return rateLimited > 0 || isCatchingUp();
    }

    private boolean isCatchingUp() {
        return missing > 0 || holdsLines();
    }

    /** Hands over what is to be there before the next line is; true when nothing of it is left. */
    boolean catchUp() {
        return !isCatchingUp() || tellMissing() && (backlog == null || backlog.moveTo(sink, account, batch.waits()));
    }

    private boolean tellMissing() {
        if (missing > 0 && tell(missing, "the output had no room for them")) {
            missing = 0;
        }
        return missing == 0;
    }

    /** The line about what the rate limit has left out, which would be many if each time there was one. */
    void tellRateLimited() {
        if (rateLimited > 0 && tell(rateLimited, "they were more than the rate limit allows")) {
            rateLimited = 0;
        }
    }

    void waitForOutput() {
        batch.waitForOutput();
    }

    private boolean tell(long lines, String why) {
        byte[] text = String.format(Locale.ROOT, "podvisor suppressed %d lines: %s", lines, why)
                .getBytes(UTF_8);
        LineFacts facts = new LineFacts();
        facts.level = LogLevel.Warning;
        facts.fields = ("\"suppressed\":" + lines).getBytes(UTF_8);
        facts.fieldsEnd = facts.fields.length;
        byte[] marker = batch.encode(origin, text, facts);
        return batch.waits()
                ? sink.write(markers, marker, marker.length, 1)
                : sink.offer(markers, marker, marker.length, 1, false);
    }

    /** Whether lines wait for room. */
    boolean holdsLines() {
        return backlog != null && !backlog.isEmpty();
    }

    /** What still waits for room is dropped. */
    void leave() {
        if (backlog != null) {
            account.addDropped(backlog.clear(), DropReason.Pressure);
        }
    }
}
