package dev.podvisor.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the built image: each has a supervisor and a folder of its own, and leaves nothing running. */
abstract class ImageTests {

    @TempDir
    Path folder;

    Podvisor podvisor;

    @BeforeEach
    void open() {
        podvisor = new Podvisor(folder);
    }

    @AfterEach
    void close() throws Exception {
        podvisor.close();
    }

    /** A port of loopback that nobody listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
