package dev.podvisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void aRequestIsReadHoweverItsBytesArrive() throws Exception {
        String text = "\r\nGET /a/b?c=d&e HTTP/1.1\r\nHost: x\r\nAccept: a , b;q=1\r\naccept:c\r\n\r\n";
        for (int step = 1; step < text.length(); step++) {
            Request request = reader(text, step).next(begun::incrementAndGet).orElseThrow();
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).isEqualTo("/a/b");
            assertThat(request.asks("c=d")).isTrue();
            assertThat(request.asks("c=")).isFalse();
            assertThat(request.lists("accept", "B")).isTrue();
            assertThat(request.lists("accept", "c")).isTrue();
            assertThat(request.lists("accept", "q")).isFalse();
            assertThat(request.persistent()).isTrue();
            assertThat(request.hasBody()).isFalse();
            assertThat(begun.getAndSet(0)).isEqualTo(1);
        }
    }

    @Test
    void linesMayEndWithoutCarriageReturn() throws Exception {
        assertThat(read("GET / HTTP/1.1\nHost: x\n\n").headers()).containsKey("host");
    }

    @Test
    void theAbsoluteFormMeansTheSame() throws Exception {
        assertThat(read("GET HTTP://h/v1/status?a HTTP/1.1\r\nHost: x\r\n\r\n").path())
                .isEqualTo("/v1/status");
        assertThat(read("GET http://h HTTP/1.1\r\nHost: x\r\n\r\n").path()).isEqualTo("/");
    }

    @Test
    void bodiesAreNoticed() throws Exception {
        assertThat(read("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                        .hasBody())
                .isFalse();
        assertThat(read("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 00\r\n\r\n")
                        .hasBody())
                .isTrue();
        assertThat(read("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n")
                        .hasBody())
                .isTrue();
    }

    @Test
    void nothingMoreIsTheEnd() throws Exception {
        assertThat(reader("", 10).next(begun::incrementAndGet)).isEmpty();
        assertThat(reader("GET / HT", 10).next(begun::incrementAndGet)).isEmpty();
        assertThat(reader("\r\n\r\n", 10).next(() -> {})).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\n\r\n",
                "GET / x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / http/1.1\r\nHost: x\r\n\r\n",
                "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nnone\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\u0000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\rGET: y\r\n\r\n",
            })
    void whatTwoReadersCouldUnderstandDifferentlyIsRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(HttpStatus.BAD_REQUEST))
                .hasMessageStartingWith("cannot read the request: ");
    }

    @Test
    void anotherVersionIsNamed() {
        assertThatThrownBy(() -> read("GET / HTTP/2.0\r\nHost: x\r\n\r\n"))
                .hasMessage("cannot answer in HTTP/2.0: this server speaks HTTP/1.1 only");
    }

    @Test
    void aHeadOfExactlyTheLimitIsRead() throws Exception {
        String start = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
        String fits = start + "y".repeat(Limits.DEFAULT.headBytes() - start.length() - 4) + "\r\n\r\n";
        assertThat(read(fits).method()).isEqualTo("GET");
        assertThatThrownBy(() -> read(fits.replace("X: ", "X: y"))).hasMessageContaining("longer than 8192 bytes");
    }

    private Request read(String text) throws IOException, HttpProblem {
        return reader(text, 4096).next(begun::incrementAndGet).orElseThrow();
    }

    /** Gives the reader at most this many bytes at once. */
    private static RequestReader reader(String text, int step) {
        InputStream in = new ByteArrayInputStream(text.getBytes(ISO_8859_1));
        ReadableByteChannel all = Channels.newChannel(in);
        ReadableByteChannel slow = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer buffer) throws IOException {
                ByteBuffer piece = buffer.slice(buffer.position(), Math.min(step, buffer.remaining()));
                int count = all.read(piece);
                buffer.position(buffer.position() + Math.max(0, count));
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        return new RequestReader(slow, Limits.DEFAULT);
    }
}
