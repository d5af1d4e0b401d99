package dev.podvisor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private final AtomicLong now = new AtomicLong();
    private final List<String> warnings = new ArrayList<>();
    private final Connections connections = new Connections(2, now::get, warnings::add);

    @Test
    void theOldestOneWithoutARequestMakesRoom() throws IOException {
        Connection first = connection();
        Connection second = connection();
        assertThat(connections.add(first)).isTrue();
        assertThat(connections.add(second)).isTrue();
        assertThat(connections.add(connection())).isTrue();
        assertThat(first.open()).isFalse();
        assertThat(second.open()).isTrue();
        assertThat(connections.count()).isEqualTo(2);
    }

    @Test
    void onlyThoseWhoseTimeIsUpAreSwept() throws IOException {
        Connection first = connection();
        connections.add(first);
        now.addAndGet(Duration.ofSeconds(20).toNanos());
        Connection second = connection();
        connections.add(second);
        now.addAndGet(Duration.ofSeconds(11).toNanos());
        connections.sweep();
        assertThat(first.open()).isFalse();
        assertThat(second.open()).isTrue();
        second.allow(Duration.ofHours(1));
        now.addAndGet(Duration.ofMinutes(59).toNanos());
        connections.sweep();
        assertThat(second.open()).isTrue();
    }

    @Test
    void errorsAreReportedEverMoreRarely() {
        for (int i = 0; i < 100; i++) {
            connections.report(new IllegalStateException("x"));
        }
        assertThat(warnings).hasSize(7);
        assertThat(warnings.getLast())
                .isEqualTo(
                        "cannot serve a client of the API: java.lang.IllegalStateException: x (error 64 of the API)");
    }

    @Test
    void afterTheCloseNobodyIsTakenIn() throws IOException {
        Connection first = connection();
        connections.add(first);
        connections.close(Duration.ZERO);
        assertThat(first.open()).isFalse();
        assertThat(connections.add(connection())).isFalse();
    }

    private Connection connection() throws IOException {
        return new Connection(SocketChannel.open(), (_, _, _) -> false, connections, Limits.DEFAULT);
    }
}
