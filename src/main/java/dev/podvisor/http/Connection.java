package dev.podvisor.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * One client: its requests are read and answered one after another by one virtual thread. Whoever closes it, from whichever
 * thread, ends that thread.
 */
final class Connection implements Runnable, Closeable {

    /** What the client is waited for. */
    enum Phase {
        /** It has not begun a request. */
        Silent,
        /** It has begun one. */
        Asking,
        /** It is being answered. */
        Answered
    }

    private static final int MAX_DRAIN = 256 * 1024;

    private final SocketChannel channel;
    private final Handler handler;
    private final Connections connections;
    private final Limits limits;
    private volatile Phase phase = Phase.Silent;
    private volatile long deadline;

    Connection(SocketChannel channel, Handler handler, Connections connections, Limits limits) {
        this.channel = channel;
        this.handler = handler;
        this.connections = connections;
        this.limits = limits;
        enter(Phase.Silent, limits.idle());
    }

    @Override
    public void run() {
        try (this) {
            RequestReader reader = new RequestReader(channel, limits);
            boolean more = true;
            while (more && !connections.closed()) {
                more = serveOne(reader);
                enter(Phase.Silent, limits.idle());
            }
        } catch (IOException e) {
            // The client is gone, was too slow or had to make room: that is its own affair.
        } catch (RuntimeException | Error e) {
            connections.report(e);
        } finally {
            connections.remove(this);
        }
    }

    /** False when the connection is at its end. */
    private boolean serveOne(RequestReader reader) throws IOException {
        Optional<Request> next;
        try {
            next = reader.next(() -> enter(Phase.Asking, limits.head()));
        } catch (HttpProblem problem) {
            refuse(problem);
            return false;
        }
        if (next.isEmpty()) {
            return false;
        }
        enter(Phase.Answered, limits.write());
        Request request = next.get();
        if (request.hasBody()) {
            refuse(new HttpProblem(
                    HttpStatus.CONTENT_TOO_LARGE, "cannot take the request: it has a body, which nothing here reads"));
            return false;
        }
        Response response =
                new Response(channel, request.method().equals("HEAD"), request.version(), request.persistent());
        try {
            return handler.answer(request, response, this) && request.persistent();
        } catch (HttpProblem problem) {
            response.problem(problem);
            return request.persistent();
        } catch (RuntimeException | Error e) {
            connections.report(e);
            if (!response.started()) {
                refuse(new HttpProblem(
                        HttpStatus.INTERNAL_ERROR, "cannot answer the request: internal error (see podvisor's log)"));
            }
            return false;
        }
    }

    /** Answers a client that may still be sending: closing at once would make the kernel drop the answer. */
    private void refuse(HttpProblem problem) throws IOException {
        enter(Phase.Answered, limits.drain());
        new Response(channel, false, 1, false).problem(problem);
        channel.shutdownOutput();
        dropInput();
    }

    private void dropInput() throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(512);
        for (int dropped = 0; dropped < MAX_DRAIN; dropped += rest.position()) {
            if (channel.read(rest.clear()) < 0) {
                return;
            }
        }
    }

    /** Gives the client this long for what comes next. */
    void allow(Duration duration) {
        deadline = connections.nanos() + duration.toNanos();
    }

    /**
     * Closes this once the client has closed its side, and then says so: while there is nothing to send, only a read can tell. A
     * little that the client may send meanwhile is dropped.
     */
    void closeOnceLeft(String thread, Runnable told) {
        Thread.ofVirtual().name(thread).start(() -> {
            try {
                dropInput();
            } catch (IOException e) {
                // closed as well
            }
            close();
            told.run();
        });
    }

    boolean open() {
        return channel.isOpen();
    }

    boolean expired(long now) {
        return now - deadline > 0;
    }

    /** Whether it may have to make room for another. */
    boolean withoutRequest() {
        return phase != Phase.Answered;
    }

    /** Says that there is no room and closes; never waits, as a fresh socket's buffer takes this much. */
    void turnAway(HttpProblem problem) throws IOException {
        try (this) {
            channel.configureBlocking(false);
            new Response(channel, false, 1, false).problem(problem);
        } catch (ClosedChannelException e) {
            // it left by itself
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            connections.report(e);
        }
    }

    private void enter(Phase next, Duration atMost) {
        allow(atMost);
        phase = next;
    }
}
