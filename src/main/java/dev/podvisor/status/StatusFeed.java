package dev.podvisor.status;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands the newest {@link Status} from the loop to its readers. Thread-safe; a slow reader skips snapshots, none waits. */
public final class StatusFeed {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition newer = lock.newCondition();
    private volatile @Nullable Status current;

    /** Publishes a snapshot; its sequence must be above the one before. */
    public void publish(Status status) {
        lock.lock();
        try {
            current = status;
            newer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The newest snapshot, or empty before the first. */
    public Optional<Status> current() {
        return Optional.ofNullable(current);
    }

    /** Waits for a snapshot above the given sequence; empty when the time has passed without one. */
    public Optional<Status> await(long above, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (current == null || current.sequence() <= above) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = newer.awaitNanos(left);
            }
            return Optional.of(current);
        } finally {
            lock.unlock();
        }
    }
}
