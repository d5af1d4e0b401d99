package dev.podvisor.http;

import dev.podvisor.metrics.Metrics;
import dev.podvisor.status.IoCause;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The local API on a unix socket of mode 0660: {@code GET /v1/status} as JSON, or as server-sent events with
 * {@code Accept: text/event-stream} or {@code ?watch=true}. Runs on virtual threads; whatever a client does, it costs at most its
 * own connection.
 */
public final class ApiServer implements AutoCloseable {

    private static final Duration CLOSE_GRACE = Duration.ofMillis(500);

    private final List<SocketPath> candidates;
    private final Limits limits;
    private final Consumer<String> warnings;
    private final Api api;
    private final Connections connections;
    private @Nullable UnixListener listener;
    private List<Thread> helpers = List.of();

    /** With metrics that nobody shares, and without logs. */
    public ApiServer(List<SocketPath> candidates, StatusFeed feed, Control control, Consumer<String> warnings) {
        this(candidates, feed, new Metrics(feed), LogsAccess.none(), control, warnings);
    }

    /**
     * @param candidates where to listen; the first that works is taken
     * @param metrics what {@code /metrics} shows
     * @param warnings takes a line for the log now and then; called from the server's threads
     */
    public ApiServer(
            List<SocketPath> candidates,
            StatusFeed feed,
            Metrics metrics,
            LogsAccess logs,
            Control control,
            Consumer<String> warnings) {
        this(candidates, feed, metrics, logs, control, warnings, Limits.DEFAULT, System::nanoTime);
    }

    ApiServer(
            List<SocketPath> candidates,
            StatusFeed feed,
            Metrics metrics,
            LogsAccess logs,
            Control control,
            Consumer<String> warnings,
            Limits limits,
            LongSupplier nanoTime) {
        this.candidates = List.copyOf(candidates);
        this.limits = limits;
        this.warnings = warnings;
        this.api = new Api(
                feed,
                new MetricsPage(metrics, limits.fresh(), limits.renderedBytes(), nanoTime),
                logs,
                control,
                limits);
        this.connections = new Connections(limits.connections(), nanoTime, warnings);
    }

    /**
     * Listens, and serves from then on. Once.
     *
     * @return the path of the socket
     * @throws IOException when no candidate works, with a message that says why for each: the caller goes on without the API
     */
    public Path start() throws IOException {
        UnixListener opened = open();
        listener = opened;
        Acceptor acceptor = new Acceptor(api, connections, limits);
        Thread _ = Acceptor.spawn("api-accept", () -> acceptor.acceptUntilClosed(opened));
        helpers = List.of(
                Acceptor.spawn("api-sweep", () -> connections.sweepUntilClosed(limits.sweep())),
                Acceptor.spawn("api-broadcast", () -> api.broadcast().runUntilClosed(connections::report)));
        return opened.path();
    }

    /** Stops listening, removes the socket, lets watchers take the last snapshot and closes every connection. */
    @Override
    public void close() {
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                warnings.accept("cannot remove the socket " + listener.path() + ": " + IoCause.of(e));
            }
        }
        api.close();
        connections.close(CLOSE_GRACE);
        helpers.forEach(Thread::interrupt);
    }

    int connectionCount() {
        return connections.count();
    }

    void sweep() {
        connections.sweep();
    }

    private UnixListener open() throws IOException {
        StringBuilder failures = new StringBuilder();
        for (SocketPath candidate : candidates) {
            try {
                return UnixListener.open(candidate);
            } catch (IOException e) {
                failures.append(failures.isEmpty() ? "" : "; ").append(e.getMessage());
            }
        }
        throw new IOException(failures.toString());
    }
}
