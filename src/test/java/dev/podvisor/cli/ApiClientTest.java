package dev.podvisor.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podvisor.codec.StatusJson;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.Status;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against servers that answer whatever a test wants. */
@Timeout(60)
class ApiClientTest {

    private static final String JSON = new String(StatusJson.write(SampleStatus.status(5)), ISO_8859_1);

    @TempDir
    Path directory;

    private Path socket;
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        socket = directory.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void readsABodyOfKnownLengthInChunksOrUpToTheEnd() {
        answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + JSON.length() + "\r\n\r\n"
                + JSON + "rest");
        assertThat(client().status().sequence()).isEqualTo(5);
        answer("HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;x=y\r\n" + JSON.substring(0, 5) + "\r\n" + Integer.toHexString(JSON.length() - 5) + "\r\n"
                + JSON.substring(5) + "\r\n0\r\n\r\n");
        assertThat(client().status().sequence()).isEqualTo(5);
        answer("HTTP/1.0 200 OK\nContent-Type: application/json\n\n" + JSON);
        assertThat(client().status().sequence()).isEqualTo(5);
    }

    @Test
    void aProblemIsToldInItsOwnWords() {
        answer("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n\r\n"
                + "{\"status\":503,\"detail\":\"cannot show the status: there is none yet\"}");
        assertThatThrownBy(client()::status).hasMessage("cannot show the status: there is none yet");
        answer("HTTP/1.1 500 x\r\nContent-Type: application/problem+json\r\n\r\n{}");
        assertThatThrownBy(client()::status)
                .hasMessage("cannot read the status: " + socket + " answers with error 500");
    }

    @Test
    void anotherProgramOnTheSocketIsNoticed() {
        assertFailsOn("220 smtp ready\r\n", "it does not speak HTTP/1.1");
        assertFailsOn("HTTP/1.1 abc\r\n\r\n", "it does not speak HTTP/1.1");
        assertFailsOn("", "it closed the connection in the middle of its answer");
        assertFailsOn("x".repeat(10_000) + "\n", "a line of its answer is longer than 8192 bytes");
        assertFailsOn(
                "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(1) + ": c\r\n\r\n", "its headers are not those of HTTP/1.1");
        assertFailsOn("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "it answers with 200 text/html");
        String json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        assertFailsOn(json + "Content-Length: x\r\n\r\n", "its content length is not a number");
        assertFailsOn(json + "Content-Length: 9\r\n\r\n{}", "it closed the connection in the middle of its answer");
        assertFailsOn(json + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "a chunk of its answer has no size");
        assertFailsOn(json + "Transfer-Encoding: chunked\r\n\r\n-5\r\n", "a chunk of its answer has no size");
        assertFailsOn(json + "\r\n{}", "it lacks the field kind");
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForForever() throws IOException {
        ApiClient hasty = new ApiClient(List.of(SocketPath.chosen(socket)), Duration.ofMillis(50));
        assertThatThrownBy(hasty::status)
                .hasMessage(
                        "cannot read the status from " + socket + ": no answer within 50 ms (is podvisor stopped?)");
    }

    @Test
    void eventsAreReadUntilTheReceiverHasEnough() {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
        String event = "event: status\nid: 5\ndata: " + JSON + "\n\n";
        answer(head + ": heartbeat\n\n" + event + event);
        List<Status> seen = new ArrayList<>();
        client().watch(seen::add);
        assertThat(seen).hasSize(2);
        answer(head + event + event);
        client().watch(status -> !seen.add(status));
        assertThat(seen).hasSize(3);
        answer(head + "data: {}\n\n");
        assertThatThrownBy(() -> client().watch(seen::add)).hasMessageEndingWith("it lacks the field kind");
    }

    @Test
    void theFirstOnWhichSomebodyListensIsAsked() {
        answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + JSON);
        ApiClient client =
                new ApiClient(List.of(SocketPath.chosen(directory.resolve("none")), SocketPath.chosen(socket)));
        assertThat(client.status().sequence()).isEqualTo(5);
    }

    @Test
    void aSocketInADirectoryThatOthersCanWriteIsNotTrusted() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        ApiClient client = new ApiClient(List.of(new SocketPath(open.resolve("s"), true)));
        assertThatThrownBy(client::status).hasMessageContaining("; " + open + " is open to other users (is podvisor");
    }

    private void assertFailsOn(String answer, String cause) {
        answer(answer);
        assertThatThrownBy(client()::status).hasMessage("cannot read the status from " + socket + ": " + cause);
    }

    private ApiClient client() {
        return new ApiClient(List.of(SocketPath.chosen(socket)));
    }

    /** Takes one client, reads its request and sends it these bytes. */
    private void answer(String bytes) {
        Thread.ofVirtual().start(() -> {
            try (SocketChannel client = server.accept()) {
                ByteBuffer request = ByteBuffer.allocate(1024);
                while (!new String(request.array(), 0, request.position(), ISO_8859_1).endsWith("\r\n\r\n")) {
                    client.read(request);
                }
                client.write(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)));
            } catch (IOException e) {
                // the client left: its assertion tells
            }
        });
    }
}
