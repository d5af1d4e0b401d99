package dev.podvisor.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The HTTP port of the real program, as Prometheus meets it. */
class HttpPortIT extends ImageTests {

    private static final String WEB = "- {name: web, command: [sleep, '1000.17']}\n";

    /** A spec with an HTTP port on loopback. */
    static Path spec(Podvisor podvisor, int port, String processes) throws IOException {
        Path spec = podvisor.spec(processes);
        String text = Files.readString(spec)
                .replaceFirst("(?m)^  processes:", "  http: {port: " + port + ", address: 127.0.0.1}\n  processes:");
        return Files.writeString(spec, text);
    }

    static String scrape(int port) throws IOException {
        URLConnection connection =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(20_000);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private static String scrapeAsPrometheusDoes(int port) throws IOException {
        URLConnection connection =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(20_000);
        connection.setRequestProperty("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        connection.setRequestProperty("Accept-Encoding", "gzip");
        try (InputStream body = new GZIPInputStream(connection.getInputStream())) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private static boolean refuses(int port) {
        try {
            scrape(port);
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void metricsOfARunningSupervisorAreScraped() throws Exception {
        int port = freePort();
        podvisor.run(spec(podvisor, port, WEB));
        podvisor.await(() ->
                scrape(port).contains("podvisor_process_state{process=\"web\",replica=\"0\",state=\"Running\"} 1.0"));

        assertThat(scrape(port))
                .contains("podvisor_ready 1.0\n", "jvm_memory_used_bytes{area=\"heap\"")
                .containsPattern("podvisor_build_info\\{java=\"[0-9.]+[^\"]*\",version=\"[0-9]+\\.[^\"]+\"} 1\n");
        assertThat(scrapeAsPrometheusDoes(port)).endsWith("\n# EOF\n");
        assertThat(podvisor.stop()).isZero();
        assertThat(refuses(port)).isTrue();
    }

    @Test
    void takenPortIsWarnedOfAndServedWhenItIsFreed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            podvisor.run(spec(podvisor, port, WEB));
            podvisor.awaitErr("cannot serve /metrics: cannot listen on 127.0.0.1:" + port
                    + ": address already in use (trying again every 10s)");
            podvisor.awaitState("web", "Running");
            taken.close();
            podvisor.await(() -> !scrape(port).isEmpty());
        }
        assertThat(podvisor.err().split("cannot serve /metrics")).hasSize(2);
        assertThat(podvisor.replica("web", 0).get("restarts").asInt()).isZero();
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void reloadOpensMovesAndClosesThePortAndTouchesNoProcess() throws Exception {
        int first = freePort();
        int second = freePort();
        podvisor.run(podvisor.spec(WEB));
        podvisor.awaitState("web", "Running");
        long pid = podvisor.replica("web", 0).get("pid").asLong();
        spec(podvisor, first, WEB);
        podvisor.await(() -> !scrape(first).isEmpty());
        spec(podvisor, second, WEB);
        podvisor.await(() -> !scrape(second).isEmpty() && refuses(first));
        podvisor.spec(WEB);
        podvisor.await(() -> refuses(second));

        assertThat(podvisor.replica("web", 0).get("pid").asLong()).isEqualTo(pid);
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void whatAScrapeNeedsComesFromTheClassCache() throws Exception {
        Path list = folder.resolve("classes");
        podvisor.environment.put("PODVISOR_JAVA_OPTIONS", "-Xlog:class+load:file=" + list + ":none");
        int port = freePort();
        podvisor.run(spec(podvisor, port, WEB));
        podvisor.await(
                () -> !scrape(port).isEmpty() && !scrapeAsPrometheusDoes(port).isEmpty());
        assertThat(podvisor.stop()).isZero();

        List<String> elsewhere = Files.readAllLines(list).stream()
                .filter(line -> !line.endsWith("source: shared objects file"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(name -> !name.contains("$$") && !name.contains("/0x"))
                .toList();
        assertThat(elsewhere)
                .noneMatch(name -> name.startsWith("io.prometheus")
                        || name.startsWith("io.micrometer")
                        || name.startsWith("dev.podvisor.metrics")
                        || name.startsWith("dev.podvisor.http"));
    }
}
