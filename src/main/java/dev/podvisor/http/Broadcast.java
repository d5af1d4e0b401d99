package dev.podvisor.http;

import dev.podvisor.http.Frames.Frame;
import dev.podvisor.status.StatusFeed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells all watchers of a new snapshot together: it is rendered once, whoever takes it, and however often the status changes,
 * there is at most one for each pause. Costs nothing while nobody watches. Thread-safe.
 */
final class Broadcast {

    private final StatusFeed feed;
    private final Frames frames;
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int watchers;
    private boolean closed;
    private @Nullable Frame latest;

    Broadcast(StatusFeed feed, Frames frames, Limits limits) {
        this.feed = feed;
        this.frames = frames;
        this.limits = limits;
    }

    /** The work of its one thread; an error in one round is reported and ends only that round. */
    void runUntilClosed(Consumer<Throwable> errors) {
        long seen = 0;
        try {
            while (awaitWatcher()) {
                try {
                    seen = tellOfNext(seen);
                } catch (RuntimeException | Error e) {
                    errors.accept(e);
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long tellOfNext(long seen) throws InterruptedException {
        if (feed.await(seen, limits.heartbeat()).isEmpty()) {
            return seen;
        }
        Frame frame = frames.current().orElseThrow();
        offer(frame);
        pause();
        return frame.sequence();
    }

    /** Counts a watcher in; false when there are too many. */
    boolean join() {
        lock.lock();
        try {
            if (closed || watchers >= limits.watchers()) {
                return false;
            }
            watchers++;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            watchers--;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a snapshot above the given sequence; empty when there is none in time, the client has left or the server closes. */
    Optional<Frame> await(long above, Duration atMost, Connection client) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (latest == null || latest.sequence() <= above) {
                if (left <= 0 || closed || !client.open()) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            return Optional.of(latest);
        } finally {
            lock.unlock();
        }
    }

    /** Lets those whose client has left notice it. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitWatcher() throws InterruptedException {
        lock.lock();
        try {
            while (watchers == 0 && !closed) {
                latest = null;
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void offer(Frame frame) {
        lock.lock();
        try {
            latest = frame;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        long left = limits.coalesce().toNanos();
        lock.lock();
        try {
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
