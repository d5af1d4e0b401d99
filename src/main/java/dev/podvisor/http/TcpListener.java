package dev.podvisor.http;

import dev.podvisor.spec.HttpSpec;
import dev.podvisor.status.IoCause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A listening TCP port, of one address or of all, IPv6 included. */
final class TcpListener implements Listener {

    private static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private final String name;

    private TcpListener(ServerSocketChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    /** Listens; throws an {@link IOException} of the form "cannot listen on ADDRESS:PORT: cause". */
    static TcpListener open(HttpSpec where) throws IOException {
        String name = name(where);
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address(where), BACKLOG);
            return new TcpListener(channel, name);
        } catch (IllegalArgumentException e) {
            channel.close();
            throw new IOException("cannot listen on " + name + ": that is no IP address", e);
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen on " + name + ": " + IoCause.of(e), e);
        }
    }

    private static InetSocketAddress address(HttpSpec where) {
        return where.address().isEmpty()
                ? new InetSocketAddress(where.port())
                : new InetSocketAddress(InetAddress.ofLiteral(where.address()), where.port());
    }

    private static String name(HttpSpec where) {
        String host = where.address().isEmpty() ? "*" : where.address();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + where.port();
    }

    @Override
    public SocketChannel accept() throws IOException {
        SocketChannel client = channel.accept();
        try {
            // Head and body are written one after the other: the body is not to wait for the head's acknowledgement.
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
