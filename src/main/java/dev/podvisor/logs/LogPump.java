package dev.podvisor.logs;

import dev.podvisor.linux.Libc;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Captures what children print: one thread, "log-pump", reads any number of pipes in turn and hands their lines to the
 * outputs. While one of those has no room, it does not read the pipes whose lines go there, so children block on them, as long as the
 * spec allows. Thread-safe; only {@link #drain} and {@link #close} wait.
 */
public final class LogPump implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final PumpLoop loop;
    private final RecentLog recent;

    /** The processes of the newest version; for whoever tells of it, one at a time. */
    private Set<String> known = Set.of();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allEnded = lock.newCondition();

    // Guarded by the lock.
    private final ArrayDeque<Captured> arrivals = new ArrayDeque<>();
    private int open;
    private boolean started;
    private boolean closed;

    /** A pump into outputs that stay the caller's to close, after the pump. */
    public LogPump(Outputs outputs, RecentLog recent, Journal journal) {
        this(outputs, recent, journal, new SystemNanoTime());
    }

    /** With a clock of its own for how long pipes are held, and how often somebody is told of losses. */
    LogPump(Outputs outputs, RecentLog recent, Journal journal, LongSupplier nanoTime) {
        this.recent = recent;
        this.loop = new PumpLoop(this, outputs, recent, journal, nanoTime);
    }

    /**
     * Reads a pipe until its end and then closes it.
     *
     * @param origin what the fields of its lines say
     * @param fd the read end, blocking or not, which is the pump's from now on
     */
    public Captured attach(LogSource source, Origin origin, int fd) {
        Captured captured = loop.captured(source, origin, fd);
        lock.lock();
        try {
            if (closed) {
                Libc.close(fd);
                captured.end();
                return captured;
            }
            arrivals.add(captured);
            open++;
            startThread();
            loop.wake(); // under the lock: its descriptor is closed after closed is set
        } finally {
            lock.unlock();
        }
        return captured;
    }

    /**
     * Changes to another version of the spec without losing a line. The newest lines of a process that it no longer has can be
     * read until the version after it.
     */
    public void follow(ProcessSetSpec spec) {
        Set<String> names = new HashSet<>();
        for (ProcessSpec process : spec.processes()) {
            names.add(process.name());
        }
        Set<String> kept = new HashSet<>(names);
        kept.addAll(known);
        known = names;
        recent.retain(kept);
        follow(LogSettings.of(spec));
    }

    void follow(LogSettings logging) {
        loop.outputs().apply(logging);
        lock.lock();
        try {
            if (!closed) {
                startThread();
                loop.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts the threads, here and in the sinks, while there is room for threads; otherwise the first need of one does. */
    public void start() {
        lock.lock();
        try {
            startThread();
        } finally {
            lock.unlock();
        }
        loop.outputs().start();
    }

    private void startThread() {
        if (!started) {
            loop.start();
            started = true;
        }
    }

    /** How many pipes are attached and have not ended. */
    public int attached() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every pipe has ended and the outputs have written everything; false when the time has passed before. */
    public boolean drain(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            while (open > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                allEnded.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
        return loop.outputs().flush(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    /**
     * Takes what is in the pipes now, then closes them even if somebody could still write. Takes a second or two when
     * an output is stuck; what it has no room for is then dropped and counted.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (!started) {
                loop.closeDescriptors();
                return;
            }
            loop.wake();
        } finally {
            lock.unlock();
        }
        if (!Threads.join(loop, CLOSING)) {
            loop.outputs().stopWaiting();
            Threads.join(loop, CLOSING);
        }
    }

    /** Makes the thread look at its clock. */
    void wake() {
        lock.lock();
        try {
            if (!closed) {
                loop.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next pipe to start reading, for the loop. */
    @Nullable
    Captured nextArrival() {
        lock.lock();
        try {
            return arrivals.poll();
        } finally {
            lock.unlock();
        }
    }

    boolean closing() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void ended(Captured captured) {
        captured.end();
        lock.lock();
        try {
            open--;
            if (open == 0) {
                allEnded.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
