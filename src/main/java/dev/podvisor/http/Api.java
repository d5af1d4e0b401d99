package dev.podvisor.http;

import dev.podvisor.http.Frames.Frame;
import dev.podvisor.http.Frames.Holder;
import dev.podvisor.spec.Suggestion;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What each path answers. Stateless but for who watches; called by the connections' threads. */
final class Api {

    static final String STATUS = "/v1/status";

    private static final String EVENTS = "text/event-stream";

    private final Frames frames;
    private final Broadcast broadcast;
    private final Limits limits;

    Api(StatusFeed feed, Limits limits) {
        this.frames = new Frames(feed, limits.renderedBytes());
        this.broadcast = new Broadcast(feed, frames, limits);
        this.limits = limits;
    }

    Broadcast broadcast() {
        return broadcast;
    }

    /** Answers a request; false when the connection ends with it. */
    boolean answer(Request request, Response response, Connection client) throws IOException, HttpProblem {
        if (!request.path().equals(STATUS)) {
            String hint = Suggestion.didYouMean(request.path(), List.of(STATUS)).orElse("there is " + STATUS);
            throw new HttpProblem(
                    HttpStatus.NOT_FOUND,
                    "cannot find " + HttpProblem.echo(request.path()) + ": no such path (" + hint + ")");
        }
        boolean head = request.method().equals("HEAD");
        if (!head && !request.method().equals("GET")) {
            throw new HttpProblem(
                    HttpStatus.METHOD_NOT_ALLOWED,
                    "cannot " + HttpProblem.echo(request.method()) + " " + STATUS + ": it can only be read (use GET)",
                    "Allow: GET, HEAD");
        }
        if (!head && (request.lists("accept", EVENTS) || request.asks("watch=true"))) {
            watch(response, client);
            return false;
        }
        status(response, client);
        return true;
    }

    private void status(Response response, Connection client) throws IOException, HttpProblem {
        Frame frame = frames.current()
                .orElseThrow(() -> new HttpProblem(
                        HttpStatus.UNAVAILABLE,
                        "cannot show the status: there is none yet (podvisor is starting)",
                        "Retry-After: 1"));
        Holder holder = client::close;
        frames.hold(frame, holder);
        try {
            response.body(HttpStatus.OK, "application/json", "", frame.json());
        } finally {
            frames.release(frame, holder);
        }
    }

    private void watch(Response response, Connection client) throws IOException, HttpProblem {
        if (!broadcast.join()) {
            throw new HttpProblem(
                    HttpStatus.UNAVAILABLE,
                    "cannot watch the status: there are " + limits.watchers()
                            + " watchers already (read it from time to time)",
                    "Retry-After: 10");
        }
        try {
            response.startEvents();
            // Only a read can tell that the client has left while there is nothing to send.
            Thread.ofVirtual().name("api-watcher").start(() -> {
                client.awaitEnd();
                client.close();
                broadcast.wake();
            });
            send(response, client);
            response.endEvents();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            broadcast.leave();
        }
    }

    private void send(Response response, Connection client) throws IOException, InterruptedException {
        Duration patience = limits.heartbeat().plus(limits.write());
        Optional<Frame> next = frames.current();
        long sent = 0;
        while (client.open()) {
            client.allow(limits.write());
            if (next.isPresent() && next.get().sequence() > sent) {
                sent = event(response, client, next.get());
            } else {
                response.comment("nothing new");
            }
            client.allow(patience);
            next = broadcast.await(sent, limits.heartbeat(), client);
            if (broadcast.closed()) {
                next = frames.current();
                if (next.isPresent() && next.get().sequence() > sent) {
                    event(response, client, next.get());
                }
                return;
            }
        }
    }

    private long event(Response response, Connection client, Frame frame) throws IOException {
        Holder holder = client::close;
        frames.hold(frame, holder);
        try {
            response.event("status", frame.sequence(), frame.json());
            return frame.sequence();
        } finally {
            frames.release(frame, holder);
        }
    }
}
