package dev.podvisor.logs;

import dev.podvisor.status.LogOutputStatus;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded buffer in front of a {@link Target}, and the thread that writes from it, which starts with the first line. What is
 * in the buffer is kept while the target refuses, and tried again at an interval. With another sink to fall back on, lines go there
 * meanwhile, and each is counted once, by the one that takes it. Thread-safe.
 *
 * <p>{@link #write} waits for room until the target has taken nothing for the patience (a pipe moves when its reader takes a page
 * of 4 KiB), or refuses.
 */
public final class BufferedSink implements OutputSink {

    /** Real time between looks at the clock while waiting, since the clock may be another one. */
    private static final long SLICE_NANOS = 10_000_000;

    private static final long RELEASE_AFTER_NANOS = 1_000_000_000;
    private static final long IDLE_NANOS = 3_600_000_000_000L;
    private static final int MOST_DIVERTED = 64 * 1024;
    private static final byte[] NONE = {};

    // What the writer is to do when it has nothing to write.
    private static final int ENDED = 0;
    private static final int REOPEN = -1;
    private static final int IDLE = -2;

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final String name;
    private final Target target;
    private final @Nullable OutputSink fallback;
    private final long patience;
    private final long retry;
    private final LongSupplier nanoTime;
    private final SinkEvents events;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final Condition tryAgain = lock.newCondition();

    // All guarded by the lock.
    private final LineQueue queue;
    private final Outage outage;
    private @Nullable Thread writer;
    private long movedAt;
    private long failures;
    private boolean impatient;
    private boolean roomWanted;
    private boolean closed;
    private boolean reopening;
    private long tryAgainAt;

    /** A sink on a descriptor; {@code name} is that of the thread and in messages. */
    BufferedSink(String name, int fd, Journal journal, SinkSettings settings, SinkEvents events) {
        this(name, new OpenDescriptor(fd), null, journal, settings, events);
    }

    /** @param fallback takes the lines while the target refuses; stays the caller's to close, after this one */
    BufferedSink(
            String name,
            Target target,
            @Nullable OutputSink fallback,
            Journal journal,
            SinkSettings settings,
            SinkEvents events) {
        this.name = name;
        this.target = target;
        this.fallback = fallback;
        this.events = events;
        this.outage = new Outage(name, fallback != null, settings.retry(), journal, events);
        this.patience = settings.patience().toNanos();
        this.retry = settings.retry().toNanos();
        this.nanoTime = settings.nanoTime();
        this.queue = new LineQueue(settings.capacityBytes());
    }

    @Override
    public boolean offer(LogSource source, byte[] bytes, int length, int lines, boolean beyond) {
        lock.lock();
        try {
            if (closed || !queue.fits(length) || !beyond && queue.isFull()) {
                return false;
            }
            append(source, bytes, length, lines);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean write(LogSource source, byte[] bytes, int length, int lines) {
        lock.lock();
        try {
            while (!closed && (!queue.fits(length) || queue.isFull())) {
                if (!isHopeful()) {
                    source.addDropped(lines, DropReason.Pressure);
                    outage.dropped(lines);
                    return false;
                }
                Threads.pause(drained, SLICE_NANOS);
            }
            if (closed) {
                source.addDropped(lines, DropReason.Closed);
                return false;
            }
            append(source, bytes, length, lines);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void append(LogSource source, byte[] bytes, int length, int lines) {
        if (queue.isEmpty()) {
            movedAt = nanoTime.getAsLong();
        }
        queue.append(source, bytes, length, lines);
        startWriter();
        filled.signal();
    }

    private boolean isHopeful() {
        return !isRefusing() && !impatient && nanoTime.getAsLong() - movedAt < patience;
    }

    private boolean isRefusing() {
        return outage.isFailure() && fallback == null;
    }

    @Override
    public int room() {
        lock.lock();
        try {
            return closed || isRefusing() ? Integer.MAX_VALUE : queue.room();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int space() {
        lock.lock();
        try {
            return queue.space();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitRoom() {
        lock.lock();
        try {
            roomWanted = true;
            tellRoom();
        } finally {
            lock.unlock();
        }
    }

    private void tellRoom() {
        if (roomWanted && (!queue.isFull() || closed || isRefusing())) {
            roomWanted = false;
            events.room();
        }
    }

    @Override
    public void dropped(int lines) {
        lock.lock();
        try {
            outage.dropped(lines);
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
            SinkWriter fresh = new SinkWriter(this, name);
            fresh.start();
            writer = fresh; // only now: where there is no room for a thread, the next line tries again
        }
    }

    /** The loop of its thread; ends when the sink is closed and empty or given up. */
    void writeAll() {
        byte[] diverted = NONE;
        for (int available = awaitBytes(); available != ENDED; available = awaitBytes()) {
            // Without the lock: only this thread moves the head, so these bytes stay.
            if (available == REOPEN) {
                target.reopen();
            } else if (available == IDLE) {
                target.idle();
            } else if (fallback != null && diverting()) {
                diverted = divert(fallback, diverted);
            } else {
                account(target.write(queue.ring(), available));
            }
        }
        target.close();
    }

    /** How many bytes there are to write now, or what else there is to do. */
    private int awaitBytes() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed && !reopening) {
                boolean large = queue.isLarge();
                if (Threads.pause(filled, large ? RELEASE_AFTER_NANOS : IDLE_NANOS) <= 0 && queue.isEmpty()) {
                    if (!large) {
                        return IDLE;
                    }
                    queue.release();
                }
            }
            if (reopening) {
                reopening = false;
                return REOPEN;
            }
            return queue.isEmpty() ? ENDED : queue.length();
        } finally {
            lock.unlock();
        }
    }

    private void account(long result) {
        lock.lock();
        try {
            if (queue.isEmpty() || result == 0) {
                return; // given up meanwhile, or to be asked again
            }
            if (result > 0) {
                queue.written((int) result);
                moved();
            } else {
                failed((int) -result);
            }
        } finally {
            lock.unlock();
        }
    }

    private void moved() {
        movedAt = nanoTime.getAsLong();
        drained.signalAll();
        if (outage.isFailure() || !queue.isFull()) {
            outage.over(movedAt);
        }
        tellRoom();
    }

    private void failed(int error) {
        failures++;
        tryAgainAt = outage.failed(error, nanoTime.getAsLong());
        if (fallback == null) {
            tellRoom();
            drained.signalAll();
            Threads.pause(tryAgain, retry);
        }
    }

    private boolean diverting() {
        lock.lock();
        try {
            return outage.isFailure() && nanoTime.getAsLong() - tryAgainAt < 0;
        } finally {
            lock.unlock();
        }
    }

    /** Hands lines of the first source to the other sink, which counts them; yields the array, perhaps a larger one. */
    private byte[] divert(OutputSink other, byte[] array) {
        byte[] lines = array;
        LogSource source;
        int size;
        int count;
        lock.lock();
        try {
            if (queue.isEmpty()) {
                return lines; // given up meanwhile
            }
            source = queue.firstSource();
            size = queue.firstLines(MOST_DIVERTED);
            lines = size > lines.length ? new byte[Math.max(size, MOST_DIVERTED)] : lines;
            count = queue.move(lines, size);
        } finally {
            lock.unlock();
        }
        boolean taken = other.write(source, lines, size, count);
        lock.lock();
        try {
            if (taken) {
                movedAt = nanoTime.getAsLong();
                outage.diverted(count);
            }
            drained.signalAll();
            tellRoom();
        } finally {
            lock.unlock();
        }
        return lines;
    }

    /** Makes the target begin anew, such as on a file that somebody has renamed. */
    void reopen() {
        lock.lock();
        try {
            if (writer != null) { // otherwise nothing is open yet
                reopening = true;
                tryAgainAt = nanoTime.getAsLong();
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean flush(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            long before = failures;
            tryAgain.signal();
            while (!queue.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || failures > before && fallback == null) {
                    return false;
                }
                Threads.pause(drained, left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How it has done so far. */
    LogOutputStatus status() {
        lock.lock();
        try {
            return outage.status(queue.writtenBytes());
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
            queue.giveUp();
            tellRoom();
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
}
