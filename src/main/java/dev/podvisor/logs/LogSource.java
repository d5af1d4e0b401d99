package dev.podvisor.logs;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whose output it is, usually a replica's over all its runs: the label in front of each line, and the account of its
 * lines. Several pipes may feed one source. Every line that a pipe yields ends up in exactly one of the two counts, once
 * for each output that takes it. Thread-safe.
 */
public final class LogSource {

    private static final int MAX_LABEL_BYTES = 255;

    private final String label;
    private final DropListener listener;
    private final @Nullable LogSource whole;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** Dropped lines the listener knows of, and whether it is about to be told of more; for the pump's thread only. */
    long reported;

    boolean reportDue;

    public LogSource(String label) {
        this(label, DropListener.NONE);
    }

    /** A source with a label of 1 to 255 bytes in UTF-8, without control characters. */
    public LogSource(String label, DropListener listener) {
        this.label = label;
        this.listener = listener;
        this.whole = null;
        if (label.isEmpty() || label.getBytes(StandardCharsets.UTF_8).length > MAX_LABEL_BYTES || hasControls(label)) {
            throw new IllegalArgumentException(
                    "cannot label output with '" + label + "': a label has 1 to 255 bytes and no control characters");
        }
    }

    private LogSource(LogSource whole) {
        this.label = whole.label;
        this.listener = DropListener.NONE;
        this.whole = whole;
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

    /** Lines that the output has taken completely. */
    public long written() {
        return written.get();
    }

    /** Lines that were lost because the output took nothing for too long. */
    public long dropped() {
        return dropped.get();
    }

    void addWritten(long lines) {
        written.addAndGet(lines);
        if (whole != null) {
            whole.addWritten(lines);
        }
    }

    void addDropped(long lines) {
        dropped.addAndGet(lines);
        if (whole != null) {
            whole.addDropped(lines);
        }
    }

    void report() {
        reportDue = false;
        reported = dropped();
        listener.linesDropped(this, reported);
    }
}
