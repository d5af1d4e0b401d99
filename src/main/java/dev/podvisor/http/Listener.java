package dev.podvisor.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A listening socket. */
interface Listener extends Closeable {

    /** Waits for the next client. */
    SocketChannel accept() throws IOException;

    boolean isOpen();

    /** Where it listens, for people. */
    @Override
    String toString();
}
