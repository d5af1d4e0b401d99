package dev.podvisor.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The open connections: how many there may be, how long each may take, and who has to make room. Thread-safe. */
final class Connections {

    private final int limit;
    private final LongSupplier nanoTime;
    private final Consumer<String> warnings;
    private final Set<Connection> open = new LinkedHashSet<>(); // oldest first
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed;
    private long errors;

    Connections(int limit, LongSupplier nanoTime, Consumer<String> warnings) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.warnings = warnings;
    }

    /** Takes a connection in; when full, the oldest one without a request is closed for it. False when there is none. */
    boolean add(Connection connection) {
        lock.lock();
        try {
            if (closed || open.size() >= limit && !makeRoom()) {
                return false;
            }
            open.add(connection);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the oldest connection without a request; false when there is none. */
    boolean makeRoom() {
        lock.lock();
        try {
            Optional<Connection> oldest =
                    open.stream().filter(Connection::withoutRequest).findFirst();
            oldest.ifPresent(connection -> {
                open.remove(connection);
                connection.close();
            });
            return oldest.isPresent();
        } finally {
            lock.unlock();
        }
    }

    void remove(Connection connection) {
        lock.lock();
        try {
            open.remove(connection);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes those whose time is up, again and again; waits without a clock while nobody is connected. */
    void sweepUntilClosed(Duration interval) {
        try {
            while (awaitSome()) {
                Thread.sleep(interval);
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void sweep() {
        long now = nanos();
        snapshot().stream().filter(connection -> connection.expired(now)).forEach(Connection::close);
    }

    /** Takes no more; closes those without a request, gives the others this long to end, then closes them too. */
    void close(Duration grace) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        snapshot().stream().filter(Connection::withoutRequest).forEach(Connection::close);
        awaitNone(grace);
        snapshot().forEach(Connection::close);
    }

    /** Whether the server is closing; asked between two requests, as {@link #close} spares who is being answered. */
    boolean closed() {
        return closed;
    }

    int count() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    long nanos() {
        return nanoTime.getAsLong();
    }

    /** Tells of an error inside the server, ever more rarely: the 1st, 2nd, 4th, 8th … */
    void report(Throwable error) {
        long number;
        lock.lock();
        try {
            number = ++errors;
        } finally {
            lock.unlock();
        }
        if (Long.bitCount(number) == 1) {
            warnings.accept("cannot serve a client of the API: " + error + " (error " + number + " of the API)");
        }
    }

    private boolean awaitSome() throws InterruptedException {
        lock.lock();
        try {
            while (open.isEmpty() && !closed) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void awaitNone(Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private List<Connection> snapshot() {
        lock.lock();
        try {
            return new ArrayList<>(open);
        } finally {
            lock.unlock();
        }
    }
}
