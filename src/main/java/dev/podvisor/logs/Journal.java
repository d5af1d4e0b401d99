package dev.podvisor.logs;

import dev.podvisor.logs.JournalRecord.Severity;
import dev.podvisor.status.Colour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor's own log. No method but {@link #close} ever waits: records go into a bounded queue, whose thread,
 * "journal", starts with the first record, loads Logback and writes. What the queue has no room for is dropped,
 * counted, and reported as a record in its place. Thread-safe.
 */
public final class Journal implements AutoCloseable {

    /** The logger of this supervisor; libraries' loggers are named after their classes. */
    static final String LOGGER = "dev.podvisor";

    private static final int CAPACITY = 1000;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Consumer<String> target;
    private final int capacity;
    private final boolean colour;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final ArrayDeque<JournalRecord> queue = new ArrayDeque<>();
    private @Nullable JournalThread thread;
    private boolean closed;
    private boolean writing;
    private long droppedNow;
    private long droppedEver;

    private volatile @Nullable Outputs outputs;

    /** A journal on stderr. */
    public Journal() {
        this(new Descriptor(Descriptor.STDERR), CAPACITY, Colour.wanted(Descriptor.STDERR));
    }

    /**
     * A journal on something else.
     *
     * @param target is given each record as one or more whole lines, on the journal's thread; it may wait
     * @param capacity how many records wait for the target at most
     */
    public Journal(Consumer<String> target, int capacity) {
        this(target, capacity, false);
    }

    private Journal(Consumer<String> target, int capacity, boolean colour) {
        this.target = target;
        this.capacity = capacity;
        this.colour = colour;
    }

    /** Whether what it writes itself is for a terminal. */
    boolean colour() {
        return colour;
    }

    public void info(String message) {
        add(new JournalRecord(Instant.now(), Severity.INFO, LOGGER, message, null));
    }

    public void warn(String message) {
        add(new JournalRecord(Instant.now(), Severity.WARN, LOGGER, message, null));
    }

    public void warn(String message, Throwable problem) {
        add(new JournalRecord(Instant.now(), Severity.WARN, LOGGER, message, problem));
    }

    public void error(String message) {
        add(new JournalRecord(Instant.now(), Severity.ERROR, LOGGER, message, null));
    }

    public void error(String message, Throwable problem) {
        add(new JournalRecord(Instant.now(), Severity.ERROR, LOGGER, message, problem));
    }

    /** Records dropped so far. */
    public long dropped() {
        lock.lock();
        try {
            return droppedEver;
        } finally {
            lock.unlock();
        }
    }

    void add(JournalRecord entry) {
        lock.lock();
        try {
            if (closed || queue.size() >= capacity) {
                droppedNow++;
                droppedEver++;
                return;
            }
            if (droppedNow > 0) {
                queue.add(dropReport());
            }
            queue.add(entry);
            changed.signalAll();
            if (thread == null) {
                JournalThread fresh = new JournalThread(this, target);
                fresh.start();
                thread = fresh; // only now: where there is no room for a thread, the next record tries again
            }
        } finally {
            lock.unlock();
        }
    }

    private JournalRecord dropReport() {
        String message = "dropped " + droppedNow + " records of this log: its output was too slow";
        droppedNow = 0;
        return new JournalRecord(Instant.now(), Severity.WARN, LOGGER, message, null);
    }

    /** The next record, for the journal's thread; null when the journal is closed and everything is written. */
    @Nullable
    JournalRecord next() {
        lock.lock();
        try {
            writing = false;
            changed.signalAll();
            while (queue.isEmpty() && droppedNow == 0 && !closed) {
                changed.awaitUninterruptibly();
            }
            JournalRecord first = queue.poll();
            writing = true;
            return first == null && droppedNow > 0 ? dropReport() : first;
        } finally {
            lock.unlock();
        }
    }

    /** From now on records go to the outputs that take them, where the spec has outputs. */
    public void sendTo(Outputs next) {
        outputs = next;
    }

    @Nullable
    Outputs outputs() {
        return outputs;
    }

    /** Writes what is queued within a second; later records go to where they went at first. */
    void leaveOutputs() {
        long end = System.nanoTime() + CLOSING.toNanos();
        lock.lock();
        try {
            while (thread != null && (writing || !queue.isEmpty()) && System.nanoTime() - end < 0) {
                changed.awaitNanos(end - System.nanoTime());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
            outputs = null;
        }
    }

    /** Writes what is queued within a second. */
    @Override
    public void close() {
        close(CLOSING);
    }

    /** Takes no more records and writes those it has; false when that took too long. */
    public boolean close(Duration atMost) {
        JournalThread ending;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            ending = thread;
        } finally {
            lock.unlock();
        }
        return ending == null || Threads.join(ending, atMost);
    }
}
