package dev.podvisor.logs;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whose output it is, usually a replica's over all its runs: its label, and the account of its lines. Several pipes may feed
 * one source. Every line that a pipe yields is left out by a filter or by the rate limit, or ends up in exactly one of written
 * and dropped, once for each output that takes it. Thread-safe.
 */
public final class LogSource {

    private static final int MAX_LABEL_BYTES = 255;

    private final String label;
    private final @Nullable LogSource whole;
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong filtered = new AtomicLong();
    private final AtomicLong truncated = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong[] dropped = counters();

    /** A source with a label of 1 to 255 bytes in UTF-8, without control characters. */
    public LogSource(String label) {
        this.label = label;
        this.whole = null;
        if (label.isEmpty() || label.getBytes(StandardCharsets.UTF_8).length > MAX_LABEL_BYTES || hasControls(label)) {
            throw new IllegalArgumentException(
                    "cannot label output with '" + label + "': a label has 1 to 255 bytes and no control characters");
        }
    }

    private LogSource(LogSource whole) {
        this.label = whole.label;
        this.whole = whole;
    }

    private static AtomicLong[] counters() {
        AtomicLong[] counters = new AtomicLong[DropReason.values().length];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = new AtomicLong();
        }
        return counters;
    }

    /** The same source at one of several outputs: an account of its own, whose lines also count here. */
    LogSource share() {
        return new LogSource(this);
    }

    private static boolean hasControls(String label) {
        for (int i = 0; i < label.length(); i++) {
            if (Character.isISOControl(label.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    public String label() {
        return label;
    }

    /** Lines read so far. */
    public long lines() {
        return lines.get();
    }

    /** Bytes read so far. */
    public long bytes() {
        return bytes.get();
    }

    /** Lines that were left out by level or pattern. */
    public long filtered() {
        return filtered.get();
    }

    /** Lines whose end was cut off. */
    public long truncated() {
        return truncated.get();
    }

    /** Lines that the outputs have taken completely. */
    public long written() {
        return written.get();
    }

    /** Lines that were lost for this reason. */
    public long dropped(DropReason reason) {
        return dropped[reason.ordinal()].get();
    }

    /** Lines that were lost. */
    public long dropped() {
        long sum = 0;
        for (AtomicLong count : dropped) {
            sum += count.get();
        }
        return sum;
    }

    /** So much has been read. */
    void addRead(long lineCount, long byteCount) {
        lines.addAndGet(lineCount);
        bytes.addAndGet(byteCount);
    }

    void addFiltered(long lineCount) {
        filtered.addAndGet(lineCount);
    }

    void addTruncated(long lineCount) {
        truncated.addAndGet(lineCount);
        if (whole != null) {
            whole.addTruncated(lineCount);
        }
    }

    void addWritten(long lineCount) {
        written.addAndGet(lineCount);
        if (whole != null) {
            whole.addWritten(lineCount);
        }
    }

    void addDropped(long lineCount, DropReason reason) {
        dropped[reason.ordinal()].addAndGet(lineCount);
        if (whole != null) {
            whole.addDropped(lineCount, reason);
        }
    }
}
