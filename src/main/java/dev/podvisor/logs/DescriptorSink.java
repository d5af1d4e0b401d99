package dev.podvisor.logs;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to a descriptor that is not ours to change, such as stdout: its open file description is shared with
 * others, so it stays blocking, and one thread blocks in write(2) for all. The thread starts with the first line.
 * Thread-safe.
 *
 * <p>While the buffer is full, {@link #write} waits. When the descriptor has taken nothing for the patience (a pipe
 * moves when its reader takes a page of 4 KiB), or write(2) fails, lines for which there is no room are dropped and
 * counted until it takes something again. What is in the buffer is kept meanwhile, and after a failure tried again at
 * an interval.
 */
public final class DescriptorSink implements OutputSink {

    /**
     * How a sink behaves.
     *
     * @param capacityBytes size of its buffer, at least that of the longest line
     * @param patience how long children are kept waiting for a descriptor that takes nothing, by {@code nanoTime}
     * @param retry when to try again after a failure, in real time
     */
    public record Settings(int capacityBytes, Duration patience, Duration retry, LongSupplier nanoTime) {

        /** A buffer of 1 MiB, a patience of 5 s, a retry every second. */
        public static Settings defaults() {
            return new Settings(1024 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(1), new SystemNanoTime());
        }

        public Settings {
            if (capacityBytes < Batch.MAX_BYTES) {
                throw new IllegalArgumentException(
                        "cannot buffer output in " + capacityBytes + " bytes: a line may have " + Batch.MAX_BYTES);
            }
        }
    }

    /**
     * A page. A blocking write returns when all of it is taken, so what is more than a page of a pipe, socket or
     * terminal could look stuck while its reader moves; and a full pipe takes nothing before its reader has taken a
     * page.
     */
    private static final int SMALL_WRITE = 4 * 1024;

    /** For files, which have no reader to wait for. */
    private static final int LARGE_WRITE = 64 * 1024;

    /** Real time between looks at the clock while waiting, since the clock may be another one. */
    private static final long SLICE_NANOS = 10_000_000;

    private static final long RELEASE_AFTER_NANOS = 1_000_000_000;
    private static final int RELEASE_ABOVE = 256 * 1024;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final String name;
    private final int fd;
    private final Journal journal;
    private final long patience;
    private final long retry;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final Condition tryAgain = lock.newCondition();

    // All guarded by the lock.
    private final ByteRing ring;
    private final Runs runs = new Runs();
    private @Nullable Thread writer;
    private long movedAt;
    private long failures;
    private int errno;
    private boolean impatient;
    private boolean closed;
    private boolean dropping;
    private long droppedLines;
    private int mostBuffered;
    private long takenBytes;

    /** A sink with the default settings; {@code name} is that of the thread and in messages. */
    public DescriptorSink(String name, int fd, Journal journal) {
        this(name, fd, journal, Settings.defaults());
    }

    public DescriptorSink(String name, int fd, Journal journal, Settings settings) {
        this.name = name;
        this.fd = fd;
        this.journal = journal;
        this.patience = settings.patience().toNanos();
        this.retry = settings.retry().toNanos();
        this.nanoTime = settings.nanoTime();
        this.ring = new ByteRing(settings.capacityBytes());
    }

    @Override
    public boolean write(LogSource source, byte[] bytes, int length, int lines) {
        lock.lock();
        try {
            while (!closed && (ring.room() < length || runs.full())) {
                if (!hopeful()) {
                    drop(source, lines);
                    return false;
                }
                pause(drained, SLICE_NANOS);
            }
            if (closed) {
                source.addDropped(lines);
                return false;
            }
            if (ring.length() == 0) {
                movedAt = nanoTime.getAsLong();
            }
            ring.append(bytes, length);
            runs.add(source, length, lines);
            mostBuffered = Math.max(mostBuffered, ring.length());
            startWriter();
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            startWriter();
        } finally {
            lock.unlock();
        }
    }

    private void startWriter() {
        if (writer == null) {
            Writer fresh = new Writer(this);
            fresh.start();
            writer = fresh; // only now: where there is no room for a thread, the next line tries again
        }
    }

    private boolean hopeful() {
        return errno == 0 && !impatient && nanoTime.getAsLong() - movedAt < patience;
    }

    private void drop(LogSource source, int lines) {
        source.addDropped(lines);
        droppedLines += lines;
        if (!dropping) {
            dropping = true;
            if (errno == 0) {
                journal.warn(
                        "cannot write to " + name + ": it takes nothing (output of children is dropped until it does)");
            }
        }
    }

    /** The writer's loop; ends when the sink is closed and empty or given up. */
    private void writeAll() {
        int largest = Libc.isSeekable(fd) ? LARGE_WRITE : SMALL_WRITE;
        for (int count = awaitBytes(largest); count > 0; count = awaitBytes(largest)) {
            // Without the lock: only this thread moves the head, so these bytes stay.
            long result = Libc.write(fd, ring.memory(), ring.head(), count);
            if (result == -Errno.EAGAIN) {
                Libc.awaitWritable(fd, 100); // somebody has made the shared description non-blocking
            } else if (result != -Errno.EINTR) {
                account((int) result);
            }
        }
    }

    /** How many bytes to write now; 0 for no more ever. */
    private int awaitBytes(int largest) {
        lock.lock();
        try {
            while (ring.length() == 0 && !closed) {
                if (mostBuffered <= RELEASE_ABOVE) {
                    filled.awaitUninterruptibly();
                } else if (pause(filled, RELEASE_AFTER_NANOS) <= 0 && ring.length() == 0) {
                    ring.release();
                    mostBuffered = 0;
                }
            }
            return Math.min(largest, ring.straight());
        } finally {
            lock.unlock();
        }
    }

    private void account(int result) {
        lock.lock();
        try {
            if (ring.length() == 0) {
                return; // given up meanwhile
            }
            if (result > 0) {
                moved(result);
            } else {
                failed(result == 0 ? Errno.EIO : -result);
            }
        } finally {
            lock.unlock();
        }
    }

    private void moved(int bytes) {
        ring.remove(bytes);
        runs.written(bytes);
        takenBytes += bytes;
        movedAt = nanoTime.getAsLong();
        drained.signalAll();
        if (errno != 0 || dropping) {
            journal.warn(name + " takes output again; lines dropped meanwhile: " + droppedLines);
            errno = 0;
            dropping = false;
            droppedLines = 0;
        }
    }

    private void failed(int error) {
        failures++;
        if (errno != error) {
            errno = error;
            journal.warn("cannot write to " + name + ": " + Errno.text(error)
                    + " (output of children is buffered, then dropped, until it works again)");
        }
        drained.signalAll();
        pause(tryAgain, retry);
    }

    @Override
    public boolean flush(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            long before = failures;
            tryAgain.signal();
            while (ring.length() > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || failures > before) {
                    return false;
                }
                pause(drained, left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that the descriptor has taken so far. */
    long takenBytes() {
        lock.lock();
        try {
            return takenBytes;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stopWaiting() {
        lock.lock();
        try {
            impatient = true;
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Also ends the thread, unless it is stuck in write(2): then it ends when that returns. */
    @Override
    public void close() {
        flush(CLOSING);
        Thread ending;
        lock.lock();
        try {
            closed = true;
            giveUp();
            filled.signalAll();
            drained.signalAll();
            tryAgain.signalAll();
            ending = writer;
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            Threads.join(ending, Duration.ofMillis(100));
        }
    }

    private void giveUp() {
        if (!runs.empty()) {
            runs.end(ring.newlines(runs.firstBytes())); // some of its lines may be written
        }
        while (!runs.empty()) {
            runs.end(runs.firstLines());
        }
        ring.remove(ring.length());
    }

    /** Waits for a signal; yields the nanoseconds left. Nobody interrupts our threads, and none may end for it. */
    private static long pause(Condition condition, long nanos) {
        try {
            return condition.awaitNanos(nanos);
        } catch (InterruptedException ignored) {
            return nanos;
        }
    }

    private static final class Writer extends Thread {

        private final DescriptorSink sink;

        Writer(DescriptorSink sink) {
            super(sink.name);
            this.sink = sink;
            setDaemon(true);
        }

        @Override
        public void run() {
            sink.writeAll();
        }
    }
}
