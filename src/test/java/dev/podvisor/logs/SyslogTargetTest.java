package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.SyslogFacility;
import dev.podvisor.spec.SyslogSpec;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Syslog servers on this machine that are up, down, slow or broken. */
@Timeout(60)
class SyslogTargetTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path folder;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Journal journal = new Journal(warnings::add, 1000);
    private final LogSource web = new LogSource("web");
    private final List<String> got = new CopyOnWriteArrayList<>();
    private BufferedSink sink;
    private SyslogLine encoder;

    @AfterEach
    void close() {
        sink.close();
        journal.close();
    }

    private void open(String address) {
        SyslogSpec spec = new SyslogSpec(address, SyslogFacility.User, Optional.empty());
        SyslogAddress server = SyslogAddress.of(address);
        SinkSettings settings =
                new SinkSettings(4 * 1024 * 1024, Duration.ofMillis(300), Duration.ofMillis(50), System::nanoTime);
        sink = new BufferedSink(server.toString(), new SyslogTarget(server), null, journal, settings, new SinkEvents());
        encoder = new SyslogLine(spec, OutputFormat.Text, "host");
        encoder.of(new Origin("web", "web", 0, 7, LogStream.Stdout, Map.of()));
        encoder.now(0);
    }

    private void write(String line) {
        byte[] from = line.getBytes(UTF_8);
        byte[] into = new byte[encoder.exactBytes(from, 0, from.length, LineFacts.PLAIN)];
        encoder.encode(from, 0, from.length, LineFacts.PLAIN, into, 0);
        sink.write(web, into, into.length, 1);
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            write("line " + i);
        }
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            return free.getLocalPort();
        }
    }

    private static ServerSocket server(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setSoTimeout(20_000);
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(LOOPBACK, port));
        return server;
    }

    /** What a message says. */
    private static String said(String message) {
        return message.substring(message.indexOf("] ") + 2);
    }

    /** Reads messages with their length in front up to the end of the stream; half of one at the end is left out. */
    private void readFrames(InputStream plain) throws IOException {
        InputStream in = new BufferedInputStream(plain);
        try {
            while (true) {
                int size = 0;
                for (int digit = in.read(); digit != ' '; digit = in.read()) {
                    if (digit < 0) {
                        return;
                    }
                    assertThat(digit).isBetween((int) '0', (int) '9');
                    size = 10 * size + digit - '0';
                }
                byte[] message = in.readNBytes(size);
                if (message.length < size) {
                    return;
                }
                String text = new String(message, UTF_8);
                assertThat(text).startsWith("<14>1 1970-01-01T00:00:00.000Z host web 7 stdout [");
                got.add(said(text));
            }
        } catch (EOFException | java.net.SocketException broken) {
            return;
        }
    }

    private void startReading(ServerSocket server) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    readFrames(socket.getInputStream());
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void awaitGot(List<String> lines) {
        await().atMost(Rig.SOON).untilAsserted(() -> assertThat(got).hasSizeGreaterThanOrEqualTo(lines.size()));
        assertThat(got).isEqualTo(lines);
    }

    @Test
    void everyLineOfAnySizeArrivesInOrderOverTcp() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add(i + "x".repeat(i % 1000 == 0 ? 200_000 : random.nextInt(300)));
        }
        try (ServerSocket server = server(0)) {
            startReading(server);
            open("tcp://127.0.0.1:" + server.getLocalPort());
            lines.forEach(this::write);
            await().atMost(Rig.SOON).until(() -> got.size() == lines.size());
        }
        assertThat(got).as("seed %d", seed).isEqualTo(lines);
        assertThat(web.written()).isEqualTo(lines.size());
        assertThat(web.dropped()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aTcpServerThatComesLateGetsEverything() throws Exception {
        int port = freePort();
        open("tcp://127.0.0.1:" + port);
        write(0, 1000);
        await().atMost(Rig.SOON).until(() -> !warnings.isEmpty());
        assertThat(warnings.getFirst()).contains("cannot write to tcp://127.0.0.1:" + port + ": connection refused (");
        assertThat(web.written()).isZero();
        try (ServerSocket server = server(port)) {
            startReading(server);
            awaitGot(lines(0, 1000));
            await().atMost(Rig.SOON).until(() -> warnings.size() == 2);
            assertThat(warnings.getLast()).contains("takes output again; lines dropped meanwhile: 0");
        }
    }

    @Test
    void aTcpServerThatWasRestartedWhileIdleLosesNothing() throws Exception {
        int port;
        try (ServerSocket server = server(0)) {
            port = server.getLocalPort();
            open("tcp://127.0.0.1:" + port);
            write(0, 10);
            try (Socket socket = server.accept()) {
                await().atMost(Rig.SOON).until(() -> web.written() == 10);
                Thread.ofVirtual().start(() -> {
                    try {
                        readFrames(socket.getInputStream());
                    } catch (IOException problem) {
                        warnings.add(problem.toString());
                    }
                });
                awaitGot(lines(0, 10));
            }
        }
        write(10, 20); // the other side has closed
        await().atMost(Rig.SOON).until(() -> !warnings.isEmpty());
        assertThat(web.written()).isEqualTo(10);
        try (ServerSocket server = server(port)) {
            startReading(server);
            awaitGot(lines(0, 20));
        }
        assertThat(web.dropped()).isZero();
    }

    @Test
    void aNewConnectionBeginsWithAWholeMessageAndRepeatsNone() throws Exception {
        try (ServerSocket server = server(0)) {
            open("tcp://127.0.0.1:" + server.getLocalPort());
            AtomicInteger number = new AtomicInteger();
            AtomicBoolean enough = new AtomicBoolean();
            Thread writer = Thread.ofPlatform().start(() -> {
                while (!enough.get()) {
                    write(number.getAndIncrement() + " " + "x".repeat(100_000));
                }
            });
            for (int i = 0; i < 5; i++) { // each is broken in the middle of a message
                try (Socket socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    assertThat(in.read()).isBetween((int) '0', (int) '9');
                    in.readNBytes(150_000);
                    socket.setSoLinger(true, 0);
                }
            }
            startReading(server);
            await().atMost(Rig.SOON).until(() -> got.size() > 10);
            enough.set(true);
            writer.join();
            await().atMost(Rig.SOON).until(() -> web.written() + web.dropped() == number.get());
        }
        int last = -1;
        for (String line : got) {
            assertThat(line).endsWith("x".repeat(100_000));
            int index = Integer.parseInt(line.substring(0, line.indexOf(' ')));
            assertThat(index).isGreaterThan(last);
            last = index;
        }
    }

    @Test
    void aTcpServerThatNeverReadsGetsWhatCountsAsWrittenAndNoMore() throws Exception {
        int lines = 20_000;
        try (ServerSocket server = server(0)) {
            open("tcp://127.0.0.1:" + server.getLocalPort());
            for (int i = 0; i < lines; i++) {
                write(i + "x".repeat(1000));
            }
            try (Socket stuck = server.accept()) {
                assertThat(web.dropped()).isPositive();
                sink.close();
                assertThat(web.written() + web.dropped()).isEqualTo(lines);
                readFrames(stuck.getInputStream());
            }
        }
        assertThat(got).hasSize((int) web.written());
        assertThat(warnings).anyMatch(warning -> warning.contains("it is too slow"));
    }

    @Test
    void aSlowTcpServerThatReadsAgainGetsWhatIsInTheBuffer() throws Exception {
        int lines = 20_000;
        try (ServerSocket server = server(0)) {
            open("tcp://127.0.0.1:" + server.getLocalPort());
            for (int i = 0; i < lines; i++) {
                write(i + "x".repeat(1000));
            }
            startReading(server);
            await().atMost(Rig.SOON).until(() -> web.written() + web.dropped() == lines);
            await().atMost(Rig.SOON).until(() -> got.size() == web.written());
        }
        assertThat(web.dropped()).isPositive();
    }

    @Test
    void aHostWithoutAnAddressIsAnOutage() {
        open("udp://no-such-host.invalid:514");
        write(0, 10);
        await().atMost(Rig.SOON).until(() -> !warnings.isEmpty());
        assertThat(warnings.getFirst())
                .contains("cannot write to udp://no-such-host.invalid:514: its host is unknown (");
        sink.close();
        assertThat(web.dropped()).isEqualTo(10);
    }

    @Test
    void everyLineIsADatagramOverUdp() throws Exception {
        try (DatagramSocket server = receiver(0)) {
            startReceiving(server);
            open("127.0.0.1:" + server.getLocalPort());
            write("x".repeat(100_000));
            await().atMost(Rig.SOON).until(() -> got.size() == 1);
            assertThat(got.getFirst()).startsWith("xxxx").hasSizeGreaterThan(65_000);
            got.clear();
            write(0, UDP_LINES);
            awaitGot(lines(0, UDP_LINES));
            await().atMost(Rig.SOON).until(() -> web.written() == UDP_LINES + 1);
        }
        assertThat(warnings).isEmpty();
    }

    /** So few that they fit into the socket of a receiver that does not run for a while. */
    private static final int UDP_LINES = 100;

    private static DatagramSocket receiver(int port) throws IOException {
        DatagramSocket server = new DatagramSocket(null);
        server.setReceiveBufferSize(400_000);
        server.bind(new InetSocketAddress(LOOPBACK, port));
        return server;
    }

    /** The thread ends once the socket is closed for good. */
    private Thread startReceiving(DatagramSocket server) {
        return Thread.ofPlatform().daemon().start(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            while (true) {
                try {
                    packet.setLength(65_536);
                    server.receive(packet);
                } catch (IOException closed) {
                    return;
                }
                got.add(said(new String(packet.getData(), 0, packet.getLength(), UTF_8)));
            }
        });
    }

    @Test
    void aUdpServerThatComesLateGetsEveryLineOnce() throws Exception {
        int port;
        try (DatagramSocket free = receiver(0)) {
            port = free.getLocalPort();
        }
        open("udp://localhost:" + port);
        write(0, UDP_LINES);
        await().atMost(Rig.SOON).until(() -> !warnings.isEmpty());
        assertThat(warnings.getFirst()).contains("cannot write to udp://localhost:" + port + ": connection refused (");
        assertThat(web.written()).isZero();
        try (DatagramSocket server = receiver(port)) {
            startReceiving(server);
            awaitGot(lines(0, UDP_LINES));
            await().atMost(Rig.SOON).until(() -> web.written() == UDP_LINES);
        }
        assertThat(web.dropped()).isZero();
    }

    /** What it was sent while it went away may come twice, or not at all where the refusal is late. */
    @Test
    void aUdpServerThatWasRestartedGetsWhatFollows() throws Exception {
        int port;
        Thread receiving;
        try (DatagramSocket server = receiver(0)) {
            port = server.getLocalPort();
            receiving = startReceiving(server);
            open("udp://localhost:" + port);
            write(0, 50);
            awaitGot(lines(0, 50));
        }
        receiving.join();
        int next = 50;
        while (warnings.isEmpty()) {
            write("line " + next++);
        }
        write(next, next + 10);
        int all = next + 10;
        assertThat(warnings.getFirst()).contains(": connection refused (");
        try (DatagramSocket server = receiver(port)) {
            startReceiving(server);
            await().atMost(Rig.SOON).until(() -> web.written() + web.dropped() == all);
            await().atMost(Rig.SOON).until(() -> {
                write("last"); // again and again: the receiver may not have room for it yet
                return got.contains("last");
            });
        }
    }

    @Test
    void aLocalSocketOfAStreamGetsLines() throws Exception {
        Path path = folder.resolve("log");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            open("unix://" + path);
            write(0, 1000);
            try (SocketChannel channel = server.accept()) {
                await().atMost(Rig.SOON).until(() -> web.written() == 1000);
                sink.close();
                String all = new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
                assertThat(all.lines()
                                .peek(line -> assertThat(line).matches("<14>\\w+ +\\d+ [0-9:]{8} web\\[7]: line \\d+"))
                                .map(line -> line.substring(line.indexOf(": line") + 2)))
                        .isEqualTo(lines(0, 1000));
            }
        }
    }

    @Test
    void aLocalSocketThatIsMissingIsAnOutage() {
        open("unix://" + folder.resolve("none"));
        write(0, 10);
        await().atMost(Rig.SOON).until(() -> !warnings.isEmpty());
        assertThat(warnings.getFirst())
                .contains("cannot write to unix://" + folder.resolve("none") + ": no such file or directory (");
    }

    @Test
    void aPathThatNoSocketCanHaveIsAnOutage() {
        open("unix:///" + "x".repeat(200));
        write(0, 10);
        await().atMost(Rig.SOON).until(() -> !warnings.isEmpty());
        assertThat(warnings.getFirst()).contains(": file name too long (");
    }
}
