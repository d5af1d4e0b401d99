package dev.podvisor.http;

import dev.podvisor.metrics.Metrics;
import dev.podvisor.spec.HttpSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port that serves {@code /metrics} and nothing else, in plain HTTP/1.1: whoever reaches the container may read it, so
 * nothing here changes anything. Runs on virtual threads; whatever a client does, it costs at most its own connection.
 */
public final class HttpServer implements AutoCloseable {

    private static final Duration CLOSE_GRACE = Duration.ofMillis(500);
    private static final List<String> PATHS = List.of(MetricsPage.PATH);

    private final HttpSpec where;
    private final Limits limits;
    private final MetricsPage page;
    private final Connections connections;
    private @Nullable Listener listener;
    private @Nullable Thread accepting;
    private @Nullable Thread sweeper;

    /**
     * @param metrics what is served
     * @param warnings takes a line for the log now and then; called from the server's threads
     */
    public HttpServer(HttpSpec where, Metrics metrics, Consumer<String> warnings) {
        this(where, metrics, warnings, Limits.DEFAULT, System::nanoTime);
    }

    HttpServer(HttpSpec where, Metrics metrics, Consumer<String> warnings, Limits limits, LongSupplier nanoTime) {
        this.where = where;
        this.limits = limits;
        this.page = new MetricsPage(metrics, limits.fresh(), limits.renderedBytes(), nanoTime);
        this.connections = new Connections(limits.connections(), nanoTime, warnings);
    }

    /**
     * Listens, and serves from then on. Once.
     *
     * @return where, for people
     * @throws IOException of the form "cannot listen on ADDRESS:PORT: cause"
     */
    public String start() throws IOException {
        Listener opened = TcpListener.open(where);
        listener = opened;
        Acceptor acceptor = new Acceptor(this::answer, connections, limits);
        accepting = Acceptor.spawn("http-accept", () -> acceptor.acceptUntilClosed(opened));
        sweeper = Acceptor.spawn("http-sweep", () -> connections.sweepUntilClosed(limits.sweep()));
        return opened.toString();
    }

    private boolean answer(Request request, Response response, Connection client) throws IOException, HttpProblem {
        if (!request.path().equals(MetricsPage.PATH)) {
            throw Routes.notFound(request, PATHS);
        }
        page.answer(request, response, client);
        return true;
    }

    /** Stops listening and closes every connection; who is being answered has half a second. */
    @Override
    public void close() {
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                connections.report(e);
            }
        }
        awaitAccepting();
        connections.close(CLOSE_GRACE);
        if (sweeper != null) {
            sweeper.interrupt();
        }
    }

    /** A channel in which a thread accepts is closed for good, and its port free again, only when that thread has left it. */
    private void awaitAccepting() {
        try {
            if (accepting != null) {
                boolean _ = accepting.join(CLOSE_GRACE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    int connectionCount() {
        return connections.count();
    }
}
