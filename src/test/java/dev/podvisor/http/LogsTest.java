package dev.podvisor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.http.Clients.Client;
import dev.podvisor.logs.RecentFeed;
import dev.podvisor.spec.LogStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LogsTest {

    @TempDir
    Path directory;

    private Clients clients;
    private RecentFeed feed;

    @BeforeEach
    void start() throws IOException {
        clients = new Clients(directory, limits());
        feed = new RecentFeed(clients.logs.recent());
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
        assertThat(clients.warnings).isEmpty();
    }

    @Test
    void yieldsWhatIsKeptARecordALine() throws IOException {
        feed.print("web", "one\ntwo\n");
        assertThat(clients.get("/v1/logs"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: application/x-ndjson\r\n", "Connection: close\r\n")
                .contains(
                        "{\"@timestamp\":\"2026-09-21T14:13:20.000Z\",\"level\":\"INFO\",\"process\":\"web\",\"replica\":0,"
                                + "\"pid\":10,\"stream\":\"stdout\",\"message\":\"one\"}\n{\"@timestamp\"")
                .endsWith("\"message\":\"two\"}\n\r\n0\r\n\r\n");
    }

    @Test
    void headSaysOnlyWhatItWouldBe() throws IOException {
        feed.print("web", "one\n");
        assertThat(clients.exchange("HEAD /v1/logs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("application/x-ndjson")
                .doesNotContain("message");
    }

    @Test
    void parametersChoose() throws IOException {
        feed.at(Instant.now().minusSeconds(1000).toEpochMilli()).print("web", "old\n");
        feed.at(Instant.now().toEpochMilli()).print("web", "a\nb\n");
        feed.print("db", 1, LogStream.Stderr, "c\n");
        assertThat(clients.get("/v1/logs?process=web,db&tail=2"))
                .contains("\"b\"", "\"c\"")
                .doesNotContain("\"a\"");
        assertThat(clients.get("/v1/logs?since=500&process=web"))
                .contains("\"a\"", "\"b\"")
                .doesNotContain("\"old\"", "\"c\"");
        assertThat(clients.get("/v1/logs?since=" + Instant.now().minusSeconds(60)))
                .contains("\"a\"")
                .doesNotContain("\"old\"");
        assertThat(clients.get("/v1/logs?since=2020-01-01T00:00:00+01:00")).contains("\"old\"");
        assertThat(clients.get("/v1/logs?replica=1&stream=stderr"))
                .contains("\"c\"")
                .doesNotContain("\"a\"");
        assertThat(clients.get("/v1/logs?stream=stdout&follow=false"))
                .contains("\"a\"")
                .doesNotContain("\"c\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    process=wbe       | 404 Not Found   | cannot read the logs of wbe: there is no such process (did you mean web?)
                    process=          | 404 Not Found   | cannot read the logs of : there is no such process (podvisor status shows all)
                    replica=x         | 400 Bad Request | cannot read the logs: replica=x is no number from 0 on (such as replica=0, for the first)
                    process=web&replica=5 | 400 Bad Request | cannot read the logs: replica=5 is none of web (they are counted from 0)
                    tail=-1           | 400 Bad Request | cannot read the logs: tail=-1 is no number from 0 on (such as tail=100, for so many lines)
                    stream=err        | 400 Bad Request | cannot read the logs: stream=err is no stream (stdout or stderr)
                    since=yesterday   | 400 Bad Request | cannot read the logs: since=yesterday is no time (such as since=600, in seconds before now, or since=2026-11-25T08:00:00Z)
                    follow=maybe      | 400 Bad Request | cannot read the logs: follow=maybe is neither (true or false)
                    tial=3            | 400 Bad Request | cannot read the logs: tial is no parameter (did you mean tail?)
                    x=%zz             | 400 Bad Request | cannot read the logs: %zz is not encoded as a URL has it (a percent sign is %25)
                    """)
    void wrongParametersAreRefused(String query, String status, String detail) throws IOException {
        feed.print("web", "one\n");
        ApiServerTest.assertProblem(clients.get("/v1/logs?" + query), status, detail);
    }

    @Test
    void whoFollowsGetsWhatComesAndProcessesThatStartLater() throws IOException {
        feed.print("web", "one\n");
        Client follower = follow("");
        follower.readUntil("\"message\":\"one\"}\n");
        feed.print("web", "two\n");
        follower.readUntil("\"message\":\"two\"}\n");
        feed.print("late", "hello\n");
        assertThat(follower.readUntil("\"message\":\"hello\"}\n")).contains("\"process\":\"late\"");
    }

    @Test
    void aQuietStreamHasSignsOfLife() throws IOException {
        clients.close();
        clients = new Clients(directory, limits(Duration.ofMillis(20)));
        Client follower = follow("");
        for (int i = 0; i < 5; i++) {
            follower.readUntil("1\r\n\n\r\n");
        }
    }

    @Test
    void closingHandsOutTheLastLinesAndEndsTheStream() throws IOException {
        Client follower = follow("");
        feed.print("web", "first\n");
        follower.readUntil("first");
        feed.print("web", "last\n");
        clients.server.close();
        assertThat(follower.readToEnd()).contains("last").endsWith("\r\n0\r\n\r\n");
    }

    @Test
    void whoTakesNothingLosesLinesAndNobodyElseDoes() throws IOException {
        Client stuck = follow(""); // and reads nothing for now
        Client other = follow("");
        String text = ("x".repeat(99) + "\n").repeat(500);
        for (int i = 0; i < 100; i++) {
            feed.print("web", text + "end " + i + "\n");
            other.readUntil("\"message\":\"end " + i + "\"}\n");
        }
        assertThat(stuck.readUntil("\"message\":\"end 99\"}\n")).contains("podvisor skipped ", "\"skipped\":");
    }

    @Test
    void oneReaderTooManyIsTurnedAwayUntilAnotherLeaves() throws IOException {
        feed.print("web", "one\n");
        Client first = follow("");
        first.readUntil("one");
        for (int i = 1; i < 16; i++) {
            follow("").readUntil("one");
        }
        ApiServerTest.assertProblem(
                clients.get("/v1/logs"),
                "503 Service Unavailable",
                "cannot read the logs: there are 16 readers already (end one of them)");
        first.close();
        await().until(() -> clients.get("/v1/logs").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void reopeningSaysHowManyFilesThereAre() throws IOException {
        assertThat(clients.exchange("POST /v1/logs/reopen HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\"files\":2");
        ApiServerTest.assertProblem(
                clients.get("/v1/logs/reopen"),
                "405 Method Not Allowed",
                "cannot GET /v1/logs/reopen: it is an action (use POST)");
    }

    private Client follow(String more) throws IOException {
        Client client = clients.connect();
        client.send("GET /v1/logs?follow=true" + more + " HTTP/1.1\r\nHost: x\r\n\r\n");
        client.readUntil("\r\n\r\n");
        return client;
    }

    private static Limits limits() {
        return limits(Limits.DEFAULT.heartbeat());
    }

    private static Limits limits(Duration heartbeat) {
        Limits base = Limits.DEFAULT;
        return new Limits(
                base.connections(),
                base.watchers(),
                base.headBytes(),
                base.headers(),
                base.head(),
                base.idle(),
                base.write(),
                base.drain(),
                base.coalesce(),
                heartbeat,
                base.fresh(),
                base.renderedBytes());
    }
}
