package dev.podvisor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** The bytes of a non-blocking channel as a stream; a read that brings nothing in time is a {@link SocketTimeoutException}. */
final class SocketInput extends InputStream {

    private final SocketChannel channel;
    private final Selector selector;
    private final Duration patience;
    private final ByteBuffer buffer = ByteBuffer.allocate(8 * 1024).limit(0);

    SocketInput(SocketChannel channel, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        this.selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            int count = channel.read(buffer.clear());
            buffer.flip();
            if (count != 0) {
                return count > 0;
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException(
                        "no answer within " + patience.toMillis() + " ms (is podvisor stopped?)");
            }
            selector.select(left);
            selector.selectedKeys().clear();
        }
    }
}
