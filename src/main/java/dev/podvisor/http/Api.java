package dev.podvisor.http;

import dev.podvisor.codec.SpecDocument;
import dev.podvisor.http.Frames.Frame;
import dev.podvisor.http.Frames.Holder;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each path answers. Stateless but for who watches and a salt; called by the connections' threads. */
final class Api implements Handler {

    static final String STATUS = "/v1/status";
    static final String SPEC = "/v1/spec";

    /** The header with the salt of the digests in a spec. */
    static final String SALT = "Podvisor-Salt";

    private static final List<String> PATHS = Stream.concat(
                    Stream.of(STATUS, SPEC, MetricsPage.PATH, LogsPage.PATH, LogsPage.REOPEN), Actions.PATHS.stream())
            .toList();

    private static final String EVENTS = "text/event-stream";

    private final Frames frames;
    private final Broadcast broadcast;
    private final Limits limits;
    private final Control control;
    private final MetricsPage metrics;
    private final Actions actions;
    private final LogsPage logs;
    private @Nullable String salt;

    Api(StatusFeed feed, MetricsPage metrics, LogsAccess logs, Control control, Limits limits) {
        this.metrics = metrics;
        this.control = control;
        this.actions = new Actions(control, limits);
        this.logs = new LogsPage(logs, control, limits);
        this.frames = new Frames(feed, limits.renderedBytes());
        this.broadcast = new Broadcast(feed, frames, limits);
        this.limits = limits;
    }

    Broadcast broadcast() {
        return broadcast;
    }

    /** Those who watch or follow get the last there is, and no more. */
    void close() {
        broadcast.close();
        logs.close();
    }

    @Override
    public boolean answer(Request request, Response response, Connection client) throws IOException, HttpProblem {
        switch (request.path()) {
            case STATUS -> {
                Routes.readOnly(request, STATUS);
                if (request.method().equals("GET") && (request.lists("accept", EVENTS) || request.asks("watch=true"))) {
                    watch(response, client);
                    return false;
                }
                status(response, client);
            }
            case SPEC -> {
                Routes.readOnly(request, SPEC);
                spec(response);
            }
            case MetricsPage.PATH -> metrics.answer(request, response, client);
            case LogsPage.PATH -> {
                return logs.answer(request, response, client);
            }
            case LogsPage.REOPEN -> logs.reopen(request, response);
            default -> {
                if (!actions.answer(request, response, client)) {
                    throw Routes.notFound(request, PATHS);
                }
            }
        }
        return true;
    }

    /** The spec in force; values of environment variables are digests, since anybody may ask who may read the status. */
    private void spec(Response response) throws IOException, HttpProblem {
        ProcessSet set = control.spec().orElseThrow(() -> noneYet("spec"));
        String with = salt();
        byte[] document = SpecDocument.write(SpecDocument.digested(set, with));
        response.body(HttpStatus.OK, "application/json", SALT + ": " + with, document);
    }

    private synchronized String salt() {
        if (salt == null) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            salt = HexFormat.of().formatHex(random);
        }
        return salt;
    }

    private void status(Response response, Connection client) throws IOException, HttpProblem {
        Frame frame = frames.current().orElseThrow(() -> noneYet("status"));
        Holder holder = client::close;
        frames.hold(frame, holder);
        try {
            response.json(frame.bytes());
        } finally {
            frames.release(frame, holder);
        }
    }

    private static HttpProblem noneYet(String what) {
        return new HttpProblem(
                HttpStatus.UNAVAILABLE,
                "cannot show the " + what + ": there is none yet (podvisor is starting)",
                "Retry-After: 1");
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
            response.startStream(EVENTS);
            client.closeOnceLeft("api-watcher", broadcast::wake);
            send(response, client);
            response.endStream();
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
            response.event("status", frame.sequence(), frame.bytes());
            return frame.sequence();
        } finally {
            frames.release(frame, holder);
        }
    }
}
