package dev.podvisor.process;

import dev.podvisor.linux.Children;
import dev.podvisor.linux.Errno;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for children to end and tells the loop, which reaps them: a thread that is blocked in waitid(2) most of its life and
 * changes nothing. After each call it waits for {@link #reaped}, so that it does not report the same child again and again.
 */
public final class Reaper implements AutoCloseable {

    /** As PID 1, orphans of processes that came from outside may arrive while there is no child at all. */
    private static final long ADOPTION_POLL_MILLIS = 1000;

    private final boolean pidOne;
    private final Semaphore reaped = new Semaphore(0);
    private final Semaphore spawned = new Semaphore(0);
    private final Thread thread;
    private volatile Runnable childEnded = () -> {};
    private volatile boolean closed;

    public Reaper(boolean pidOne) {
        this.pidOne = pidOne;
        this.thread = Thread.ofPlatform().name("reaper").daemon().unstarted(this::run);
    }

    /** Who is told, from the reaper's thread, that at least one child is to be reaped; to be set before the first spawn. */
    public void reportTo(Runnable listener) {
        childEnded = listener;
    }

    /** Starts the thread: before the first spawn, when there is still room for a thread. */
    public void start() {
        thread.start();
    }

    /** There is a child now. */
    public void spawned() {
        if (spawned.availablePermits() == 0) {
            spawned.release();
        }
    }

    /** The loop has reaped what there was. */
    public void reaped() {
        reaped.release();
    }

    /** Lets the thread end at its next turn; while it waits for a child that lives on, it stays blocked until that ends. */
    @Override
    public void close() {
        closed = true;
        spawned.release();
        reaped.release();
    }

    private void run() {
        try {
            while (!closed) {
                int pid = Children.awaitAnyExit();
                if (pid > 0) {
                    childEnded.run();
                    reaped.acquire();
                } else if (pid == -Errno.ECHILD) {
                    awaitChild();
                } else if (pid != -Errno.EINTR) {
                    throw new IllegalStateException("cannot wait for children: " + Errno.text(-pid));
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitChild() throws InterruptedException {
        if (pidOne) {
            boolean _ = spawned.tryAcquire(ADOPTION_POLL_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            spawned.acquire();
        }
    }
}
