package dev.podvisor.http;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Takes clients in, one virtual thread each, until the listener is closed. */
final class Acceptor {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Handler handler;
    private final Connections connections;
    private final Limits limits;

    Acceptor(Handler handler, Connections connections, Limits limits) {
        this.handler = handler;
        this.connections = connections;
        this.limits = limits;
    }

    void acceptUntilClosed(Listener listener) {
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                // Mostly no descriptor or memory left: whoever waits without a request makes room.
                connections.report(e);
                if (!connections.makeRoom()) {
                    pause();
                }
            }
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        Connection connection = new Connection(channel, handler, connections, limits);
        if (!connections.add(connection)) {
            connection.turnAway(new HttpProblem(
                    HttpStatus.UNAVAILABLE,
                    "cannot take the connection: " + limits.connections() + " are being served (try again)",
                    "Retry-After: 1"));
            return;
        }
        try {
            spawn("http-client", connection);
        } catch (RuntimeException | Error e) {
            connections.remove(connection);
            connection.close();
            throw e;
        }
    }

    static Thread spawn(String name, Runnable task) {
        return Thread.ofVirtual().name(name).start(task);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
