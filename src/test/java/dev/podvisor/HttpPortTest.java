package dev.podvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.logs.Journal;
import dev.podvisor.metrics.Metrics;
import dev.podvisor.spec.HttpSpec;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpPortTest {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Journal journal = new Journal(lines::add, 100);
    private final Metrics metrics = new Metrics(new StatusFeed());
    private HttpPort port = new HttpPort(Optional.empty(), metrics, journal);

    @AfterEach
    void close() {
        port.close();
        journal.close();
    }

    @Test
    void nothingIsOpenBeforeTheFirstProcessesAre() throws IOException {
        int number = freePort();
        port = new HttpPort(spec(number), metrics, journal);
        assertThat(answers(number)).isFalse();
        port.begin();
        await().until(() -> answers(number));
    }

    @Test
    void theSpecOpensMovesAndClosesThePort() throws IOException {
        int first = freePort();
        int second = freePort();
        port.begin();
        port.follow(spec(first));
        await().until(() -> answers(first));
        port.follow(spec(second));
        await().until(() -> answers(second) && !answers(first));
        port.follow(Optional.empty());
        await().until(() -> !answers(second));
        port.follow(spec(first));
        await().until(() -> answers(first));
        port.close();
        assertThat(answers(first)).isFalse();
    }

    @Test
    void aTakenPortIsWarnedOfOnceAndAnotherIsTakenAtOnce() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port.begin();
            port.follow(spec(taken.getLocalPort()));
            await().until(() -> warnings() == 1);
            int free = freePort();
            port.follow(spec(free));
            await().atMost(Duration.ofSeconds(5)).until(() -> answers(free));
        }
        assertThat(warnings()).isEqualTo(1);
        assertThat(lines).anyMatch(line -> line.contains("address already in use (trying again every 10s)"));
    }

    @Test
    void closedItStaysClosed() throws IOException {
        int number = freePort();
        port.close();
        port.begin();
        port.follow(spec(number));
        assertThat(answers(number)).isFalse();
    }

    private long warnings() {
        return lines.stream()
                .filter(line -> line.contains("cannot serve /metrics"))
                .count();
    }

    private static Optional<HttpSpec> spec(int number) {
        return Optional.of(new HttpSpec(number, "127.0.0.1"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean answers(int number) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), number)) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
