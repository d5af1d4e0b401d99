package dev.podvisor.http;

import dev.podvisor.codec.ReopenedJson;
import dev.podvisor.logs.RecentQuery;
import dev.podvisor.logs.RecentReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /v1/logs}: what the processes have printed of late, a JSON record a line, and with {@code follow=true} what they go
 * on printing; and {@code POST /v1/logs/reopen}. A reader that is too slow loses lines, never anybody else. Called by the
 * connections' threads.
 */
final class LogsPage {

    static final String PATH = "/v1/logs";
    static final String REOPEN = "/v1/logs/reopen";
    static final List<String> PATHS = List.of(PATH, REOPEN);

    /** As newline-delimited JSON has no registered type. */
    private static final String TYPE = "application/x-ndjson";

    /** Each may keep a buffer and an entry of a ring. */
    private static final int READERS = 16;

    /** How much longer than others a reader may take for a piece: somebody may be paging through it. */
    private static final int PATIENCE = 30;

    /** A blank line is no record, but a sign of life. */
    private static final byte[] SIGN_OF_LIFE = {'\n'};

    private final LogsAccess logs;
    private final Control control;
    private final Limits limits;
    private final Semaphore readers = new Semaphore(READERS);
    private volatile boolean closed;

    LogsPage(LogsAccess logs, Control control, Limits limits) {
        this.logs = logs;
        this.control = control;
        this.limits = limits;
    }

    /** Those who follow get what there is, and no more. */
    void close() {
        closed = true;
        logs.recent().wake();
    }

    void reopen(Request request, Response response) throws IOException, HttpProblem {
        Routes.action(request, REOPEN);
        response.json(ReopenedJson.write(logs.reopen().getAsInt()));
    }

    /** Answers with a stream that ends with the connection; true when the connection goes on. */
    boolean answer(Request request, Response response, Connection client) throws IOException, HttpProblem {
        Routes.readOnly(request, PATH);
        RecentQuery query = LogsQuery.parse(request.query(), known(), Instant.now());
        if (query.replica() >= 0 && !query.processes().isEmpty() && !anyHas(query)) {
            throw LogsQuery.bad(
                    "replica=" + query.replica() + " is none of " + String.join(",", query.processes()),
                    "they are counted from 0");
        }
        if (request.method().equals("HEAD")) {
            response.body(HttpStatus.OK, TYPE, "", new byte[0]);
            return true;
        }
        if (!readers.tryAcquire()) {
            throw new HttpProblem(
                    HttpStatus.UNAVAILABLE,
                    "cannot read the logs: there are " + READERS + " readers already (end one of them)",
                    "Retry-After: 10");
        }
        try {
            response.startStream(TYPE);
            if (query.follow()) {
                client.closeOnceLeft("api-follower", logs.recent()::wake);
            }
            send(logs.recent().read(query), query.follow(), response, client);
            response.endStream();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.release();
        }
        return false;
    }

    private Set<String> known() {
        Set<String> names = new TreeSet<>(logs.recent().processes());
        control.spec().ifPresent(set -> set.spec().processes().forEach(process -> names.add(process.name())));
        return names;
    }

    private boolean anyHas(RecentQuery query) {
        for (String name : query.processes()) {
            int replicas = control.spec()
                    .flatMap(set -> set.spec().process(name))
                    .map(process -> process.replicas())
                    .orElse(0);
            if (query.replica() < replicas || logs.recent().has(name, query.replica())) {
                return true;
            }
        }
        return false;
    }

    private void send(RecentReader reader, boolean follow, Response response, Connection client)
            throws IOException, InterruptedException {
        Duration patience = limits.write().multipliedBy(PATIENCE);
        long sentAt = System.nanoTime();
        while (client.open()) {
            boolean last = closed || !follow;
            int length = reader.next();
            if (length > 0) {
                client.allow(patience);
                response.piece(reader.buffer(), length);
                sentAt = System.nanoTime();
            } else if (last) {
                return;
            } else {
                Duration left = limits.heartbeat().minusNanos(System.nanoTime() - sentAt);
                if (!left.isPositive()) {
                    client.allow(limits.write());
                    response.piece(SIGN_OF_LIFE, SIGN_OF_LIFE.length);
                    sentAt = System.nanoTime();
                    left = limits.heartbeat();
                }
                client.allow(limits.heartbeat().plus(limits.write()));
                reader.await(left, () -> client.open() && !closed);
            }
        }
    }
}
