package dev.podvisor;

import dev.podvisor.http.HttpServer;
import dev.podvisor.logs.Journal;
import dev.podvisor.metrics.Metrics;
import dev.podvisor.spec.HttpSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens, moves and closes the HTTP port as the spec wants it, on a thread of its own that there is only where a spec ever wanted
 * one. Like the local API it comes after the first processes; a failure is warned of once and tried again at an interval.
 */
final class HttpPort implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Metrics metrics;
    private final Journal journal;
    private Optional<HttpSpec> wanted;
    private boolean begun;
    private boolean closed;
    private @Nullable Thread keeper;

    HttpPort(Optional<HttpSpec> first, Metrics metrics, Journal journal) {
        this.wanted = first;
        this.metrics = metrics;
        this.journal = journal;
    }

    /** The first processes have been started. */
    synchronized void begin() {
        begun = true;
        wake();
    }

    /** A new spec is taken. */
    synchronized void follow(Optional<HttpSpec> next) {
        wanted = next;
        wake();
    }

    private void wake() {
        if (keeper == null && begun && !closed && wanted.isPresent()) {
            keeper = Thread.ofPlatform().daemon().name("http-port").start(this::keep);
        }
        notifyAll();
    }

    private void keep() {
        Optional<HttpSpec> tried = Optional.empty();
        Optional<HttpServer> server = Optional.empty();
        try {
            while (true) {
                Optional<HttpSpec> next = next(tried, tried.isPresent() && server.isEmpty());
                boolean again = next.equals(tried);
                server.ifPresent(HttpServer::close);
                server = next.isPresent() ? open(next.get(), again) : Optional.empty();
                tried = next;
            }
        } catch (InterruptedException end) {
            server.ifPresent(HttpServer::close);
        }
    }

    /** Waits until something else is wanted, or until it is time to try again. */
    private synchronized Optional<HttpSpec> next(Optional<HttpSpec> tried, boolean failed) throws InterruptedException {
        long end = System.nanoTime() + RETRY.toNanos();
        while (wanted.equals(tried)) {
            long left = end - System.nanoTime();
            if (!failed) {
                wait();
            } else if (left > 0) {
                wait(Math.ceilDiv(left, 1_000_000));
            } else {
                break;
            }
        }
        return wanted;
    }

    private Optional<HttpServer> open(HttpSpec where, boolean again) {
        HttpServer fresh = new HttpServer(where, metrics, journal::warn);
        try {
            metrics.prepare();
            journal.info("serving /metrics on " + fresh.start());
            return Optional.of(fresh);
        } catch (IOException | RuntimeException | Error problem) {
            fresh.close();
            if (!again) {
                journal.warn("cannot serve /metrics: " + problem.getMessage() + " (trying again every "
                        + RETRY.toSeconds() + "s)");
            }
            return Optional.empty();
        }
    }

    /** Ends the thread, and with it the port. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = keeper;
        }
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            boolean _ = running.join(CLOSING);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
