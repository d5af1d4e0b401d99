package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.OutputSource;
import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.SyslogFacility;
import dev.podvisor.spec.SyslogProtocol;
import dev.podvisor.spec.SyslogSpec;
import dev.podvisor.status.LogOutputStatus;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outputs of type Syslog among the others. */
@Timeout(60)
class SyslogOutputsTest extends SeveralOutputs {

    SyslogOutputsTest() {
        super(Duration.ofSeconds(5));
    }

    private static OutputSpec syslog(
            String address,
            SyslogFacility facility,
            SyslogProtocol protocol,
            OutputFormat format,
            OutputSource source) {
        return LogSpecs.output(
                OutputType.Syslog,
                Map.of(
                        "format", format,
                        "syslog", new SyslogSpec(address, facility, Optional.of(protocol)),
                        "source", source));
    }

    private TestPipe attach() {
        return attach(new Origin("web-1", "web", 1, 77, LogStream.Stderr, Map.of()));
    }

    /** One message with its length in front. */
    private static String message(InputStream in) throws Exception {
        int size = 0;
        for (int digit = in.read(); digit != ' '; digit = in.read()) {
            assertThat(digit).isBetween((int) '0', (int) '9');
            size = 10 * size + digit - '0';
        }
        return new String(in.readNBytes(size), UTF_8);
    }

    @Test
    void outputsToOneAddressShareItsConnectionUntilNoneIsLeft() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "tcp://127.0.0.1:" + server.getLocalPort();
            follow(
                    syslog(address, SyslogFacility.Local0, SyslogProtocol.Rfc5424, OutputFormat.Text, OutputSource.All),
                    syslog(
                            address,
                            SyslogFacility.Local1,
                            SyslogProtocol.Rfc3164,
                            OutputFormat.Json,
                            OutputSource.Processes));
            try (TestPipe pipe = attach()) {
                pipe.write("one\n");
                try (Socket socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    assertThat(List.of(message(in), message(in)))
                            .anyMatch(text -> text.matches(
                                    "<134>1 \\S+Z \\S+ web 77 stderr \\[podvisor@32473 replica=\"1\"] one"))
                            .anyMatch(text -> text.matches(
                                    "<142>\\w{3} [ 0-9]\\d [0-9:]{8} \\S+ web-1\\[77]: \\{.*\"message\":\"one\".*}"));
                    journal.warn("odd");
                    assertThat(message(in)).matches("<132>1 \\S+Z \\S+ podvisor \\d+ - - odd");
                    assertThat(outputs.status())
                            .extracting(LogOutputStatus::name)
                            .containsExactly("stdout", address);
                    assertThat(outputs.reopen()).isZero();

                    follow(syslog(
                            address,
                            SyslogFacility.Mail,
                            SyslogProtocol.Rfc5424,
                            OutputFormat.Text,
                            OutputSource.Processes));
                    pipe.write("two\n");
                    assertThat(message(in)).startsWith("<22>1 ").endsWith(" two");
                    follow();
                    assertThat(in.read()).as("the end").isNegative();
                }
            }
        }
        assertThat(web.written()).isEqualTo(3);
        assertThat(stderr).isEmpty();
    }

    @Test
    void aLineThatIsCutForADatagramCountsAsTruncated() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            follow(syslog(
                    "127.0.0.1:" + server.getLocalPort(),
                    SyslogFacility.Daemon,
                    SyslogProtocol.Rfc5424,
                    OutputFormat.Text,
                    OutputSource.Processes));
            try (TestPipe pipe = attach()) {
                pipe.write("x".repeat(100_000) + "\nshort\n");
            }
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            server.receive(packet);
            assertThat(packet.getLength()).isEqualTo(SyslogLine.LARGEST_DATAGRAM);
            assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
                    .contains(" truncated=\"true\"] xxxx");
            await().atMost(Rig.SOON).until(() -> web.written() == 2);
        }
        assertThat(web.truncated()).isEqualTo(1);
    }
}
