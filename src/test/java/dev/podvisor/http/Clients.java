package dev.podvisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podvisor.logs.RecentLog;
import dev.podvisor.metrics.Metrics;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.StatusFeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server of its own for a test, and clients that send exactly the bytes they are told to. */
final class Clients implements AutoCloseable {

    final StatusFeed feed = new StatusFeed();
    final FakeControl control = new FakeControl();
    final LogsAccess logs = new LogsAccess(new RecentLog(), () -> 2);
    final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    final Path path;
    final ApiServer server;
    private final List<Client> opened = new ArrayList<>();

    Clients(Path directory, Limits limits) throws IOException {
        this.path = directory.resolve("api.sock");
        this.server = new ApiServer(
                List.of(SocketPath.chosen(path)),
                feed,
                new Metrics(feed),
                logs,
                control,
                warnings::add,
                limits,
                System::nanoTime);
        server.start();
    }

    Client connect() throws IOException {
        Client client = new Client(SocketChannel.open(UnixDomainSocketAddress.of(path)));
        opened.add(client);
        return client;
    }

    /** Sends and reads until the server closes. */
    String exchange(String request) throws IOException {
        try (Client client = connect()) {
            client.send(request);
            return client.readToEnd();
        }
    }

    String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    static Limits limits(Limits base, Duration all) {
        return new Limits(
                base.connections(),
                base.watchers(),
                base.headBytes(),
                base.headers(),
                all,
                all,
                all,
                all,
                base.coalesce(),
                base.heartbeat(),
                base.fresh(),
                base.renderedBytes());
    }

    @Override
    public void close() throws IOException {
        for (Client client : opened) {
            client.close();
        }
        server.close();
    }

    /** One connection. */
    static final class Client implements AutoCloseable {

        final SocketChannel channel;
        private final StringBuilder received = new StringBuilder();

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        void send(String text) throws IOException {
            send(text.getBytes(ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        /** Reads until the text has come, and returns what came up to its end. */
        String readUntil(String text) throws IOException {
            while (received.indexOf(text) < 0) {
                if (!readSome()) {
                    throw new IOException("closed after: " + received);
                }
            }
            int end = received.indexOf(text) + text.length();
            String before = received.substring(0, end);
            received.delete(0, end);
            return before;
        }

        String readToEnd() throws IOException {
            while (readSome()) {
                // goes on
            }
            return received.toString();
        }

        /** Waits for the server to close, whichever way the kernel reports it. */
        boolean isClosedByServer() {
            try {
                readToEnd();
            } catch (IOException e) {
                return true;
            }
            return true;
        }

        private boolean readSome() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            int count = channel.read(buffer);
            if (count < 0) {
                return false;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(buffer.array(), 0, count);
            received.append(bytes.toString(ISO_8859_1));
            return true;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
