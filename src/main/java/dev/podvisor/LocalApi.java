package dev.podvisor;

import dev.podvisor.http.ApiServer;
import dev.podvisor.http.Control;
import dev.podvisor.http.LogsAccess;
import dev.podvisor.logs.Journal;
import dev.podvisor.logs.Outputs;
import dev.podvisor.logs.RecentLog;
import dev.podvisor.metrics.Metrics;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the local API on a thread of its own once the first processes have been started: they come before the loading of a
 * server. A failure is warned of once and tried again at an interval. Does nothing where there is no socket.
 */
final class LocalApi implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofMillis(500);

    private final StatusFeed feed;
    private final Metrics metrics;
    private final RecentLog recent;
    private final Outputs outputs;
    private final Control control;
    private final Journal journal;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final @Nullable Thread starter;
    private volatile @Nullable ApiServer server;

    LocalApi(
            Optional<SocketPath> socket,
            StatusFeed feed,
            Metrics metrics,
            RecentLog recent,
            Outputs outputs,
            Control control,
            Journal journal) {
        this.control = control;
        this.feed = feed;
        this.metrics = metrics;
        this.recent = recent;
        this.outputs = outputs;
        this.journal = journal;
        this.starter = socket.isPresent()
                ? Thread.ofPlatform().daemon().name("api-start").start(() -> serve(socket.get()))
                : null;
    }

    /** The first processes have been started. */
    void begin() {
        begun.countDown();
    }

    private void serve(SocketPath where) {
        try {
            begun.await();
            boolean warned = false;
            while (!closing() && !start(where, warned)) {
                warned = true;
                boolean _ = closed.await(RETRY.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean closing() {
        return closed.getCount() == 0;
    }

    private boolean start(SocketPath where, boolean warned) {
        LogsAccess logs = new LogsAccess(recent, outputs::reopen);
        ApiServer fresh = new ApiServer(List.of(where), feed, metrics, logs, control, journal::warn);
        try {
            fresh.start();
            server = fresh;
            return true;
        } catch (IOException | RuntimeException | Error problem) {
            fresh.close();
            if (!warned) {
                journal.warn("cannot serve the local API: " + problem.getMessage() + " (trying again every "
                        + RETRY.toSeconds() + "s)");
            }
            return false;
        }
    }

    /** Lets a start that is under way come to its end first, so that no half-made socket stays behind. */
    @Override
    public void close() {
        closed.countDown();
        begun.countDown();
        try {
            if (starter != null) {
                boolean _ = starter.join(CLOSING);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ApiServer running = server;
        if (running != null) {
            running.close();
        }
    }
}
