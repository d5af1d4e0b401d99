package dev.podvisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podvisor.http.Clients.Client;
import dev.podvisor.metrics.Metrics;
import dev.podvisor.spec.HttpSpec;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.StatusFeed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HttpServerTest {

    private static final String OPEN = "Accept: application/openmetrics-text;version=1.0.0,*/*;q=0.1";

    private PortClients clients;

    @BeforeEach
    void start() throws IOException {
        clients = new PortClients(Limits.DEFAULT);
        clients.feed.publish(SampleStatus.rich());
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
        assertThat(clients.warnings).isEmpty();
    }

    @Test
    void metricsComeAsTextUnlessOpenMetricsIsAskedFor() throws IOException {
        assertThat(clients.get("/metrics"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .contains("\r\nVary: Accept, Accept-Encoding\r\n")
                .contains("\n# TYPE podvisor_process_fds_open gauge\n")
                .doesNotContain("# EOF", "Content-Encoding");
        assertThat(clients.get("/metrics", OPEN))
                .contains("\r\nContent-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
                .endsWith("\n# EOF\n");
    }

    @Test
    void thePlainPageHasItsLength() throws IOException {
        assertThat(body(clients.get("/metrics")).length()).isEqualTo(length(clients.get("/metrics")));
    }

    @Test
    void theCompressedPageIsTheSamePage() throws IOException {
        String plain = body(clients.get("/metrics", OPEN));
        String answer = clients.get("/metrics", OPEN, "Accept-Encoding: gzip");
        assertThat(answer).contains("\r\nContent-Encoding: gzip\r\n");
        byte[] packed = body(answer).getBytes(ISO_8859_1);

        assertThat(packed).hasSize(length(answer));
        assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), UTF_8))
                .isEqualTo(plain);
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        String answer = clients.exchange("HEAD /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
        assertThat(length(answer)).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/status", "/v1/spec", "/v1/reload", "/", "/metrics/", "/Metrics", "/../v1/status"})
    void nothingButMetricsIsServed(String path) throws IOException {
        for (String method : new String[] {"GET", "POST", "HEAD"}) {
            assertThat(clients.exchange(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 Not Found\r\n")
                    .contains("\r\nContent-Type: application/problem+json\r\n");
        }
    }

    @Test
    void metricsCanOnlyBeRead() throws IOException {
        assertThat(clients.exchange("POST /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: GET, HEAD\r\n");
    }

    @Test
    void aPageIsRenderedOnceASecondForAll() throws IOException {
        assertThat(clients.get("/metrics")).contains("process=\"worker\"");
        clients.feed.publish(SampleStatus.status(43));
        assertThat(clients.get("/metrics")).as("within the second").contains("process=\"worker\"");
        clients.added.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(clients.get("/metrics")).as("after it").doesNotContain("process=\"worker\"");
    }

    @Test
    void oneConnectionCarriesManyScrapes() throws IOException {
        Client client = clients.connect();
        for (int i = 0; i < 5; i++) {
            client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n" + OPEN + "\r\n\r\n");
            assertThat(client.readUntil("\n# EOF\n")).contains("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void aTakenPortIsToldAndAFreedOneCanBeTakenAtOnce() throws IOException {
        HttpSpec same = new HttpSpec(clients.port, "127.0.0.1");
        HttpServer second = new HttpServer(same, new Metrics(new StatusFeed()), _ -> {});
        assertThatThrownBy(second::start)
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + clients.port + ": address already in use");
        second.close();
        clients.get("/metrics");
        clients.server.close();
        assertThatThrownBy(clients::connect).isInstanceOf(ConnectException.class);

        try (HttpServer third = new HttpServer(same, new Metrics(new StatusFeed()), _ -> {})) {
            assertThat(third.start()).isEqualTo("127.0.0.1:" + clients.port);
        }
    }

    @Test
    void everyAddressIsServedWhenNoneIsNamed() throws IOException {
        int port = PortClients.freePort();
        try (HttpServer all = new HttpServer(new HttpSpec(port, ""), new Metrics(clients.feed), _ -> {})) {
            assertThat(all.start()).isEqualTo("*:" + port);
            SocketChannel.open(new InetSocketAddress("127.0.0.1", port)).close();
            SocketChannel.open(new InetSocketAddress("127.0.0.2", port)).close();
        }
    }

    @Test
    void addressesOfTheOtherFamilyAreUnderstood() throws IOException {
        HttpSpec six = new HttpSpec(PortClients.freePort(), "::ffff:127.0.0.1");
        try (HttpServer server = new HttpServer(six, new Metrics(clients.feed), _ -> {})) {
            assertThat(server.start()).isEqualTo("[::ffff:127.0.0.1]:" + six.port());
        }
        HttpServer odd = new HttpServer(new HttpSpec(9, "999.1.2.3"), new Metrics(clients.feed), _ -> {});
        assertThatThrownBy(odd::start).hasMessage("cannot listen on 999.1.2.3:9: that is no IP address");
        odd.close();
        HttpServer foreign = new HttpServer(new HttpSpec(9, "192.0.2.1"), new Metrics(clients.feed), _ -> {});
        assertThatThrownBy(foreign::start).hasMessage("cannot listen on 192.0.2.1:9: cannot assign requested address");
        foreign.close();
    }

    @Test
    void theLocalApiHasTheSamePage(@TempDir Path directory) throws IOException {
        try (Clients api = new Clients(directory, Limits.DEFAULT)) {
            api.feed.publish(SampleStatus.rich());
            assertThat(api.get("/metrics"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("podvisor_process_restarts_total{process=\"web\",reason=\"Error\",replica=\"0\"} 3.0\n");
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static int length(String answer) {
        return Integer.parseInt(answer.split("\r\nContent-Length: ")[1].split("\r\n")[0]);
    }
}
