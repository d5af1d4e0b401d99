package dev.podvisor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.http.Clients.Client;
import dev.podvisor.status.Phase;
import dev.podvisor.status.SampleStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchTest {

    private static final String WATCH = "GET /v1/status?watch=true HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path directory;

    private Clients clients;

    @AfterEach
    void stop() throws IOException {
        clients.close();
        assertThat(clients.warnings).isEmpty();
    }

    @Test
    void aWatcherGetsTheStatusAtOnceAndEachChange() throws IOException {
        start(Limits.DEFAULT);
        clients.feed.publish(SampleStatus.status(1));
        Client watcher = clients.connect();
        watcher.send("GET /v1/status HTTP/1.1\r\nHost: x\r\nAccept: text/html, text/event-stream;q=0.9\r\n\r\n");
        assertThat(watcher.readUntil("\n\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: text/event-stream\r\n", "event: status\nid: 1\ndata: {\"apiVersion\"");
        clients.feed.publish(SampleStatus.status(2));
        assertThat(watcher.readUntil("\n\n\r\n")).contains("event: status\nid: 2\ndata: {");
    }

    @Test
    void aWatcherMayComeBeforeTheFirstStatus() throws IOException {
        start(Limits.DEFAULT);
        Client watcher = watch();
        watcher.readUntil(": nothing new\n\n");
        clients.feed.publish(SampleStatus.status(1));
        watcher.readUntil("id: 1\n");
    }

    @Test
    void aStormOfChangesBecomesAFewEventsAndEndsWithTheLast() throws IOException {
        start(limits(64, Duration.ofMillis(100), Duration.ofSeconds(15), Limits.DEFAULT.renderedBytes()));
        clients.feed.publish(SampleStatus.status(1));
        Client watcher = watch();
        watcher.readUntil("id: 1\n");
        long begin = System.nanoTime();
        for (int i = 2; i <= 20_000; i++) {
            clients.feed.publish(SampleStatus.status(i));
        }
        List<Long> ids = ids(watcher.readUntil("id: 20000\n"));
        long tenths = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 100;
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat((long) ids.size()).isLessThanOrEqualTo(tenths + 2);
    }

    @Test
    void aQuietStreamHasHeartbeats() throws IOException {
        start(limits(64, Duration.ZERO, Duration.ofMillis(20), Limits.DEFAULT.renderedBytes()));
        clients.feed.publish(SampleStatus.status(1));
        Client watcher = watch();
        watcher.readUntil("id: 1\n");
        for (int i = 0; i < 5; i++) {
            watcher.readUntil(": nothing new\n\n");
        }
    }

    @Test
    void http10GetsTheEventsWithoutChunks() throws IOException {
        start(Limits.DEFAULT);
        clients.feed.publish(SampleStatus.status(1));
        Client watcher = clients.connect();
        watcher.send("GET /v1/status?watch=true HTTP/1.0\r\n\r\n");
        assertThat(watcher.readUntil("\n\n"))
                .contains("\r\n\r\nevent: status\nid: 1\ndata: {")
                .doesNotContain("chunked");
    }

    @Test
    void oneWatcherTooManyIsTurnedAwayUntilAnotherLeaves() throws IOException {
        start(limits(2, Duration.ZERO, Duration.ofSeconds(15), Limits.DEFAULT.renderedBytes()));
        clients.feed.publish(SampleStatus.status(1));
        Client first = watch();
        first.readUntil("id: 1\n");
        watch().readUntil("id: 1\n");
        Client third = clients.connect();
        third.send(WATCH);
        ApiServerTest.assertProblem(
                third.readUntil("}\n"),
                "503 Service Unavailable",
                "cannot watch the status: there are 2 watchers already (read it from time to time)");
        assertThat(clients.get("/v1/status")).startsWith("HTTP/1.1 200 ");
        first.close();
        await().until(() -> clients.server.connectionCount() == 2); // the second watcher and the third client
        third.send(WATCH);
        third.readUntil("id: 1\n");
    }

    @Test
    void aWatcherThatTakesNothingIsDroppedAndTheOthersGoOn() throws IOException {
        Limits patient = limits(64, Duration.ZERO, Duration.ofSeconds(15), Long.MAX_VALUE);
        start(Clients.limits(patient, Duration.ofMillis(300)));
        clients.feed.publish(SampleStatus.large(1, 500));
        watch(); // and never reads
        Client other = watch();
        other.readUntil("id: 1\n");
        for (int i = 2; i <= 5; i++) {
            clients.feed.publish(SampleStatus.large(i, 500));
            other.readUntil("id: " + i + "\n");
        }
        other.readUntil("\n\n\r\n");
        await().until(() -> clients.server.connectionCount() == 1);
        clients.feed.publish(SampleStatus.large(6, 500));
        other.readUntil("id: 6\n");
    }

    @Test
    void watchersThatTakeNothingMakeWayWhenMemoryIsNeeded() throws IOException {
        start(limits(64, Duration.ZERO, Duration.ofSeconds(15), 1_000_000));
        for (int i = 1; i <= 10; i++) {
            clients.feed.publish(SampleStatus.large(i, 500));
            watch().readUntil("id: " + i + "\n"); // then reads no more, each stuck in a snapshot of its own
        }
        await().until(() -> clients.server.connectionCount() <= 3);
    }

    @Test
    void closingHandsOutTheLastStatusAndEndsTheStream() throws IOException {
        start(limits(64, Duration.ofSeconds(20), Duration.ofSeconds(15), Limits.DEFAULT.renderedBytes()));
        clients.feed.publish(SampleStatus.status(1));
        Client watcher = watch();
        watcher.readUntil("id: 1\n");
        clients.feed.publish(SampleStatus.status(3, Phase.Ended, "stopped"));
        clients.server.close();
        assertThat(watcher.readToEnd())
                .contains("id: 3\n", "\"phase\":\"Ended\"")
                .endsWith("\r\n0\r\n\r\n");
    }

    private void start(Limits limits) throws IOException {
        clients = new Clients(directory, limits);
    }

    private Client watch() throws IOException {
        Client client = clients.connect();
        client.send(WATCH);
        return client;
    }

    private static Limits limits(int watchers, Duration coalesce, Duration heartbeat, long renderedBytes) {
        Limits base = Limits.DEFAULT;
        return new Limits(
                base.connections(),
                watchers,
                base.headBytes(),
                base.headers(),
                base.head(),
                base.idle(),
                base.write(),
                base.drain(),
                coalesce,
                heartbeat,
                base.fresh(),
                renderedBytes);
    }

    private static List<Long> ids(String stream) {
        List<Long> ids = new ArrayList<>();
        Matcher id = Pattern.compile("id: (\\d+)\n").matcher(stream);
        while (id.find()) {
            ids.add(Long.parseLong(id.group(1)));
        }
        return ids;
    }
}
