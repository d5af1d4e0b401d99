package dev.podvisor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.http.Clients.Client;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a client of the HTTP port does, Prometheus still gets its answer, and nothing of the client is kept. */
@Timeout(120)
class HostilePortClientTest {

    private PortClients clients;

    @AfterEach
    void stillAnswersAndKeepsNothing() throws IOException {
        assertThat(clients.get("/metrics")).startsWith("HTTP/1.1 200 OK\r\n");
        clients.close();
        assertThat(clients.server.connectionCount()).isZero();
        assertThat(clients.warnings).isEmpty();
    }

    @Test
    void aThousandThatSayNothingDoNotKeepPrometheusOut() throws IOException {
        start(Limits.DEFAULT);
        for (int i = 0; i < 1000; i++) {
            clients.connect();
        }
        assertThat(clients.get("/metrics")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(clients.server.connectionCount()).isLessThanOrEqualTo(Limits.DEFAULT.connections());
    }

    @Test
    void silentAndSlowClientsAreDroppedInTime() throws IOException {
        start(Clients.limits(Limits.DEFAULT, Duration.ofMillis(100)));
        Client silent = clients.connect();
        Client half = clients.connect();
        half.send("GET /metrics HTTP/1.1\r\nHo");
        assertThat(silent.isClosedByServer()).isTrue();
        assertThat(half.isClosedByServer()).isTrue();
    }

    @Test
    void whoTakesNoAnswerIsDroppedInTime() throws IOException {
        start(Clients.limits(Limits.DEFAULT, Duration.ofMillis(300)));
        clients.feed.publish(many(2000));
        List<Client> deaf = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Client client = clients.connect();
            client.channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
            deaf.add(client);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> clients.server.connectionCount() == 0);
    }

    @Test
    void longHeadsAndOtherProtocolsAreToldSo() throws IOException {
        start(Limits.DEFAULT);
        assertThat(clients.exchange("GET /metrics HTTP/1.1\r\nX: " + "y".repeat(100_000)))
                .startsWith("HTTP/1.1 431 ");
        assertThat(clients.exchange("GET /metrics HTTP/1.1\r\n" + "a: b\r\n".repeat(65) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(clients.exchange("\u0016\u0003\u0001\u0002")).startsWith("HTTP/1.1 400 ");
        assertThat(clients.exchange("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n123456789"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void oddHeadersOfAScrapeAreAnswered() throws IOException {
        start(Limits.DEFAULT);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "gzip*,;q=01.application/openmetrics-text \"\\eE+-";
        for (int i = 0; i < 500; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(clients.get("/metrics", "Accept: " + value, "Accept-Encoding: " + value))
                    .as("seed %d, round %d: %s", seed, i, value)
                    .startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    private void start(Limits limits) throws IOException {
        clients = new PortClients(limits);
        clients.feed.publish(SampleStatus.status(1));
    }

    private static Status many(int processes) {
        ReplicaStatus replica = SampleStatus.replica(0, State.Running, null);
        ProcessStatus[] all = new ProcessStatus[processes];
        for (int i = 0; i < processes; i++) {
            all[i] = SampleStatus.process("a-process-with-a-name-" + i, replica);
        }
        return SampleStatus.status(2, all);
    }
}
