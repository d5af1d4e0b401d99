package dev.podvisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.codec.StatusReader;
import dev.podvisor.http.Clients.Client;
import dev.podvisor.plan.Specs;
import dev.podvisor.spec.EnvVar;
import dev.podvisor.status.LimitsStatus;
import dev.podvisor.status.ReloadResult;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApiServerTest {

    @TempDir
    Path directory;

    private Clients clients;

    @BeforeEach
    void start() throws IOException {
        clients = new Clients(directory, Limits.DEFAULT);
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
        assertThat(clients.warnings).isEmpty();
    }

    @Test
    void theStatusIsTheCurrentSnapshot() throws IOException {
        clients.feed.publish(SampleStatus.rich());
        String answer = clients.get("/v1/status");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Type: application/json\r\n", "\r\nCache-Control: no-store\r\n", "\r\nDate: ")
                .doesNotContain("Server:");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(answer).contains("\r\nContent-Length: " + body.length() + "\r\n");
        assertThat(StatusReader.read(body.getBytes(ISO_8859_1))).isEqualTo(SampleStatus.rich());

        clients.feed.publish(SampleStatus.status(43));
        assertThat(clients.get("/v1/status")).contains("\"sequence\":43");
    }

    @Test
    void beforeTheFirstSnapshotItIsUnavailable() throws IOException {
        assertProblem(
                clients.get("/v1/status"),
                "503 Service Unavailable",
                "cannot show the status: there is none yet (podvisor is starting)");
    }

    @Test
    void anUnknownPathIsNotFoundWithAHint() throws IOException {
        assertProblem(
                clients.get("/v1/statsu?x=1"),
                "404 Not Found",
                "cannot find /v1/statsu: no such path (did you mean /v1/status?)");
        assertProblem(
                clients.get("/"),
                "404 Not Found",
                "cannot find /: no such path (there are /v1/status, /v1/spec, /metrics, /v1/logs, /v1/logs/reopen, /v1/reload, /v1/processes/NAME/pause, /v1/processes/NAME/resume)");
    }

    @Test
    void anotherMethodIsNotAllowedAndToldWhichIs() throws IOException {
        String answer = clients.exchange("DELETE /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertProblem(answer, "405 Method Not Allowed", "cannot DELETE /v1/status: it can only be read (use GET)");
        assertThat(answer).contains("\r\nAllow: GET, HEAD\r\n");
    }

    @Test
    void whatAClientSentIsShownHarmlessly() throws IOException {
        String answer = clients.get("/\u001b[31m\"<\\\u00e9" + "y".repeat(500));
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(clients.get("/\"<\\\u00e9" + "y".repeat(500)))
                .contains("cannot find /\\\"<\\\\?" + "y".repeat(95) + "...: no such path");
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        clients.feed.publish(SampleStatus.rich());
        String answer = clients.exchange("HEAD /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n")
                .contains("\r\nContent-Length: ");
    }

    @Test
    void oneConnectionCarriesManyRequestsAlsoSentAtOnce() throws IOException {
        clients.feed.publish(SampleStatus.status(7));
        try (Client client = clients.connect()) {
            client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n\r\n");
            client.readUntil("cannot find /a");
            client.readUntil("cannot find /b");
            client.send("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readUntil("\"processes\":[]}")).contains("\"sequence\":7");
        }
    }

    @Test
    void http10ClosesUnlessAskedToGoOn() throws IOException {
        clients.feed.publish(SampleStatus.status(7));
        assertThat(clients.exchange("GET /v1/status HTTP/1.0\r\n\r\n")).contains("\r\nConnection: close\r\n");
        try (Client client = clients.connect()) {
            client.send("GET /v1/status HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
            assertThat(client.readUntil("\"processes\":[]}")).contains("\r\nConnection: keep-alive\r\n");
            client.send("GET /v1/status HTTP/1.0\r\n\r\n");
            assertThat(client.readToEnd()).contains("\"sequence\":7");
        }
    }

    @Test
    void aBodyIsRefusedAndTheAnswerStillArrives() throws IOException {
        assertProblem(
                clients.exchange(
                        "GET /v1/status HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n" + "x".repeat(90_000)),
                "413 Content Too Large",
                "cannot take the request: it has a body, which nothing here reads");
        assertThat(clients.exchange("GET /v1/status HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void anErrorInsideIsReportedAndAnsweredAndNothingElseSuffers() throws IOException {
        Status broken = new Status(
                1,
                "",
                "",
                SampleStatus.SPEC,
                null,
                true,
                "",
                1,
                SampleStatus.NOW,
                0,
                LimitsStatus.UNKNOWN,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
        clients.feed.publish(broken);
        assertProblem(
                clients.get("/v1/status"),
                "500 Internal Server Error",
                "cannot answer the request: internal error (see podvisor's log)");
        Client watcher = clients.connect();
        watcher.send("GET /v1/status?watch=true HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(watcher.isClosedByServer()).isTrue();
        assertThat(clients.warnings).first().asString().startsWith("cannot serve a client of the API: ");
        clients.feed.publish(SampleStatus.status(2));
        assertThat(clients.get("/v1/status")).startsWith("HTTP/1.1 200 OK\r\n");
        clients.warnings.clear();
    }

    @Test
    void closingRemovesTheSocketAndEndsEveryConnection() throws IOException {
        clients.feed.publish(SampleStatus.status(7));
        Client silent = clients.connect();
        Client idle = clients.connect();
        idle.send("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n");
        idle.readUntil("\"processes\":[]}");
        clients.server.close();
        assertThat(clients.path).doesNotExist();
        assertThat(silent.isClosedByServer()).isTrue();
        assertThat(idle.isClosedByServer()).isTrue();
        assertThat(Files.list(directory)).isEmpty();
    }

    static void assertProblem(String answer, String status, String detail) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + "\r\n")
                .contains("\r\nContent-Type: application/problem+json\r\n")
                .endsWith("{\"type\":\"about:blank\",\"title\":\"" + status.substring(4) + "\",\"status\":"
                        + status.substring(0, 3) + ",\"detail\":\"" + detail + "\"}\n");
    }

    @Test
    void theSpecInForceIsShownWithoutValues() throws Exception {
        assertProblem(
                clients.get("/v1/spec"),
                "503 Service Unavailable",
                "cannot show the spec: there is none yet (podvisor is starting)");
        clients.control.spec(Specs.document(Specs.set(
                30,
                Specs.process("web", "env", List.of(new EnvVar("TOKEN", Optional.of("s3cret"), Optional.empty()))))));

        assertThat(clients.get("/v1/spec"))
                .contains("200 OK", "Podvisor-Salt: ", "\"kind\":\"ProcessSet\"", "\"TOKEN\"")
                .doesNotContain("s3cret");
    }

    @Test
    void reloadIsAnActionAndAnswersWithWhatCameOfIt() throws Exception {
        assertThat(clients.get("/v1/reload")).contains("405 Method Not Allowed", "Allow: POST");
        clients.control.result(new ReloadResult(ReloadResult.Outcome.Rejected, List.of("x:1:1: bad")));

        assertThat(clients.exchange("POST /v1/reload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("200 OK", "\"outcome\":\"Rejected\"", "\"x:1:1: bad\"");
    }
}
