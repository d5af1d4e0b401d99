package dev.podvisor.http;

import dev.podvisor.http.Clients.Client;
import dev.podvisor.metrics.Metrics;
import dev.podvisor.spec.HttpSpec;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** An HTTP port of its own for a test, with a clock that stands still but for what the test adds, and clients. */
final class PortClients implements AutoCloseable {

    final StatusFeed feed = new StatusFeed();
    final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    final AtomicLong added = new AtomicLong();
    final HttpServer server;
    final int port;
    private final List<Client> opened = new ArrayList<>();

    PortClients(Limits limits) throws IOException {
        port = freePort();
        server = new HttpServer(
                new HttpSpec(port, "127.0.0.1"),
                new Metrics(feed),
                warnings::add,
                limits,
                () -> System.nanoTime() + added.get());
        server.start();
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    Client connect() throws IOException {
        Client client = new Client(SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
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

    String get(String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return exchange(request.append("\r\n").toString());
    }

    @Override
    public void close() throws IOException {
        for (Client client : opened) {
            client.close();
        }
        server.close();
    }
}
