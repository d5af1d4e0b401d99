package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real program and rsyslog from the distribution, over UDP, TCP and a local socket. */
class SyslogIT extends ImageTests {

    private static final int LINES = 20_000;

    private int port;
    private Path received;
    private Path local;
    private Path config;
    private Process server;

    @BeforeEach
    void prepare() throws Exception {
        port = freePort();
        received = folder.resolve("received");
        local = folder.resolve("log.sock");
        config = Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s" maxMessageSize="512k")
                module(load="imuxsock" SysSock.Use="off")
                module(load="imudp")
                module(load="imtcp")
                input(type="imuxsock" Socket="%2$s" RateLimit.Interval="0" UseSpecialParser="off")
                input(type="imudp" address="127.0.0.1" port="%3$d")
                input(type="imtcp" address="127.0.0.1" port="%3$d")
                template(name="line" type="string"
                  string="%%inputname%%|%%syslogfacility-text%%|%%syslogseverity-text%%|%%app-name%%|%%procid%%|%%msgid%%|%%structured-data%%|%%msg%%\\n")
                action(type="omfile" file="%4$s" template="line")
                """.formatted(folder, local, port, received));
        startServer();
    }

    private void startServer() throws IOException {
        Files.deleteIfExists(folder.resolve("rsyslog.pid"));
        server = new ProcessBuilder(
                        "rsyslogd",
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        folder.resolve("rsyslog.pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("rsyslog.log").toFile()))
                .start();
        podvisor.await(() -> Files.exists(local) && isListening());
    }

    private boolean isListening() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        }
    }

    @AfterEach
    void stopServer() throws Exception {
        server.destroyForcibly();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A spec with these outputs, one a line. */
    private Path spec(String outputs, String processes) throws IOException {
        Path spec = podvisor.spec(processes);
        Path draft = folder.resolve("draft");
        String own = "- {type: Stderr, source: Supervisor}\n";
        Files.writeString(draft, Files.readString(spec) + "  logging:\n    outputs:\n" + (outputs + own).indent(6));
        return Files.move(draft, spec, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Runs processes whose lines go to one server. */
    private void runTo(String address, String processes) throws IOException {
        podvisor.run(spec("- {type: Syslog, source: Processes, syslog: {address: \"" + address + "\"}}\n", processes));
    }

    private List<String> received() throws IOException {
        return Files.exists(received) ? Files.readAllLines(received) : List.of();
    }

    private List<String> messages() throws IOException {
        return received().stream()
                .map(line -> line.substring(line.lastIndexOf('|') + 1).strip())
                .toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void everyServerGetsWhatTheLineIs() throws Exception {
        podvisor.run(spec("""
                - {type: Syslog, source: Processes, syslog: {address: "udp://127.0.0.1:%1$d", facility: Local3}}
                - {type: Syslog, source: Processes, syslog: {address: "tcp://localhost:%1$d", facility: Mail}}
                - {type: Syslog, source: Processes, syslog: {address: "unix://%2$s"}}
                - {type: Syslog, source: Processes, format: Json, syslog: {address: "unix://%2$s", protocol: Rfc5424}}
                """.formatted(port, local), """
                - name: web
                  command: [sh, -c, 'echo "up | [x] \\"y\\""; exec sleep 1000.31']
                """));
        podvisor.await(() -> received().size() == 4);
        int pid = podvisor.replica("web", 0).get("pid").asInt();
        String modern = "|web|" + pid + "|stdout|[podvisor@32473 replica=\"0\"]|";
        assertThat(received())
                .contains(
                        "imudp|local3|info" + modern + "up | [x] \"y\"",
                        "imtcp|mail|info" + modern + "up | [x] \"y\"",
                        "imuxsock|daemon|info|web|" + pid + "|-|-| up | [x] \"y\"")
                .anyMatch(line -> line.startsWith("imuxsock|daemon|info" + modern + "{\"@timestamp\":\"")
                        && line.endsWith("\"message\":\"up | [x] \\\"y\\\"\"}"));
        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err()).doesNotContain("cannot write");
    }

    @Test
    void nothingIsLostOverTcp() throws Exception {
        everyNumberArrives("tcp://127.0.0.1:" + port);
    }

    @Test
    void nothingIsLostOnALocalSocket() throws Exception {
        everyNumberArrives("unix://" + local);
    }

    private void everyNumberArrives(String address) throws Exception {
        runTo(address, "- {name: seq, command: [seq, \"" + LINES + "\"], restartPolicy: Never}\n");
        assertThat(podvisor.waitFor()).isZero();
        podvisor.await(() -> received().size() >= LINES);
        assertThat(messages()).isEqualTo(numbers(1, LINES));
    }

    /** Sends 1,000 numbers, and once there is the file, which this yields, another 1,000. */
    private Path runHalf(String address) throws Exception {
        Path go = folder.resolve("go");
        runTo(address, """
                - name: seq
                  command: [sh, -c, "seq 1 1000; while ! [ -e %s ]; do sleep 0.05; done; seq 1001 2000"]
                  restartPolicy: Never
                - {name: stay, command: [sleep, "1000.32"]}
                """.formatted(go));
        podvisor.await(() -> received().size() == 1000);
        return go;
    }

    @Test
    void aServerThatIsKilledGetsTheRestWhenItIsBack() throws Exception {
        Path go = runHalf("tcp://127.0.0.1:" + port);
        stopServer();
        Files.createFile(go);
        podvisor.awaitErr("cannot write to tcp://127.0.0.1:" + port + ": connection refused");
        startServer();
        podvisor.await(() -> received().size() >= 2000);
        podvisor.awaitErr("takes output again; lines dropped meanwhile: 0");
        assertThat(messages()).isEqualTo(numbers(1, 2000));
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void aLocalSocketThatIsMadeAnewIsFound() throws Exception {
        Path go = runHalf("unix://" + local);
        stopServer();
        Files.deleteIfExists(local);
        startServer();
        Files.createFile(go);
        podvisor.await(() -> received().size() >= 2000);
        assertThat(messages()).isEqualTo(numbers(1, 2000));
        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err()).doesNotContain("cannot write");
    }
}
