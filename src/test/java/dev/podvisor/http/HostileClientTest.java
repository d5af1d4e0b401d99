package dev.podvisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.http.Clients.Client;
import dev.podvisor.status.SampleStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client does, the server goes on answering, keeps nothing of it and has nothing to report. */
@Timeout(120)
class HostileClientTest {

    private static final String GET = "GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    @TempDir
    Path directory;

    private Clients clients;

    @AfterEach
    void stillAnswersAndKeepsNothing() throws IOException {
        assertThat(clients.exchange(GET)).startsWith("HTTP/1.1 200 OK\r\n");
        clients.close();
        assertThat(clients.server.connectionCount()).isZero();
        assertThat(clients.warnings).isEmpty();
    }

    @Test
    void aThousandThatSayNothingDoNotKeepOthersOut() throws IOException {
        start(Limits.DEFAULT);
        for (int i = 0; i < 1000; i++) {
            clients.connect();
        }
        assertThat(clients.exchange(GET)).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(clients.server.connectionCount()).isLessThanOrEqualTo(Limits.DEFAULT.connections());
    }

    @Test
    void whoSaysNothingIsDroppedInTime() throws IOException {
        start(Clients.limits(Limits.DEFAULT, Duration.ofMillis(100)));
        Client silent = clients.connect();
        Client half = clients.connect();
        half.send("GET /v1/status HTTP/1.1\r\nHo");
        Client emptyLines = clients.connect();
        emptyLines.send("\r\n\r\n");
        assertThat(silent.isClosedByServer()).isTrue();
        assertThat(half.isClosedByServer()).isTrue();
        assertThat(emptyLines.isClosedByServer()).isTrue();
    }

    @Test
    void oneByteAtATimeIsDroppedInTimeToo() throws IOException {
        start(Clients.limits(Limits.DEFAULT, Duration.ofMillis(200)));
        Client slow = clients.connect();
        long begin = System.nanoTime();
        try {
            for (String next = "GET /"; ; next = "x") {
                slow.send(next);
                Thread.onSpinWait();
                if (System.nanoTime() - begin > Duration.ofSeconds(30).toNanos()) {
                    throw new AssertionError("still open");
                }
                if (next.equals("x")) {
                    // Slow enough not to fill the head before the deadline.
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
            }
        } catch (IOException e) {
            assertThat(e).isNotNull(); // broken pipe: it was dropped
        }
    }

    @Test
    void whoTakesNoAnswerIsDroppedInTime() throws IOException {
        start(Clients.limits(Limits.DEFAULT, Duration.ofMillis(200)));
        clients.feed.publish(SampleStatus.large(2, 1000));
        Client deaf = clients.connect();
        deaf.send(GET);
        await().until(() -> clients.server.connectionCount() == 0);
        clients.feed.publish(SampleStatus.status(3));
    }

    @Test
    void whoLeavesInTheMiddleIsForgotten() throws IOException {
        start(Limits.DEFAULT);
        for (String sent : List.of("", "G", "GET /v1/status HTTP/1.1\r\nHost", GET, "POST / HTTP/1.1\r\n")) {
            Client client = clients.connect();
            client.send(sent);
            client.close();
        }
        await().until(() -> clients.server.connectionCount() == 0);
    }

    @Test
    void aHalfClosedClientStillGetsItsAnswer() throws IOException {
        start(Limits.DEFAULT);
        Client client = clients.connect();
        client.send("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n");
        client.channel.shutdownOutput();
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("]}");
    }

    @Test
    void anEndlessHeadIsToldSo() throws IOException {
        start(Limits.DEFAULT);
        assertThat(clients.exchange("GET /v1/status HTTP/1.1\r\nX: " + "y".repeat(100_000)))
                .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
                .contains("its head is longer than 8192 bytes");
        assertThat(clients.exchange("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(65) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void anotherProtocolIsToldSoAtOnce() throws IOException {
        start(Limits.DEFAULT);
        Client tls = clients.connect();
        tls.send(new byte[] {0x16, 3, 1, 2, 0, 1});
        assertThat(tls.readUntil("}\n")).contains("cannot read the request: it is not HTTP/1.1");
        assertThat(clients.exchange("SSH-2.0-OpenSSH_9.2\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void garbageIsAnsweredOrClosedNeverMore() throws IOException {
        start(Clients.limits(Limits.DEFAULT, Duration.ofMillis(500)));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = random.nextBoolean() ? noise(random) : mutated(random);
            try (Client client = clients.connect()) {
                client.send(bytes);
                client.channel.shutdownOutput();
                String answer = client.readToEnd();
                assertThat(answer)
                        .as("seed %d, round %d", seed, i)
                        .matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 "));
            } catch (IOException e) {
                assertThat(e.getMessage()).as("seed %d", seed).containsAnyOf("Broken pipe", "Connection reset");
            }
        }
    }

    private void start(Limits limits) throws IOException {
        clients = new Clients(directory, limits);
        clients.feed.publish(SampleStatus.status(1));
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(3000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : GET.getBytes(ISO_8859_1)) {
            bytes.add(b);
        }
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(3)) {
                case 0 -> bytes.set(at, (byte) random.nextInt(256));
                case 1 -> bytes.remove(at);
                default -> bytes.add(at, (byte) " :\r\n/?%,;".charAt(random.nextInt(9)));
            }
        }
        byte[] result = new byte[bytes.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = bytes.get(i);
        }
        return result;
    }
}
