package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prometheus itself, from the distribution, judges and reads what podvisor serves. */
class PrometheusIT extends ImageTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUSY =
            "- {name: busy, command: [sh, -c, 'i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done; exec sleep 1000.18']}\n";

    private int port;

    @BeforeEach
    void prepare() throws Exception {
        port = freePort();
        podvisor.run(HttpPortIT.spec(podvisor, port, BUSY));
        podvisor.await(() -> HttpPortIT.scrape(port).contains("podvisor_process_cpu_seconds_total{"));
    }

    @Test
    void promtoolFindsNothingToComplainOf() throws Exception {
        check(Files.writeString(folder.resolve("page"), HttpPortIT.scrape(port)));
        check(Path.of("src/test/resources/dev/podvisor/metrics/Text.txt")); // has every metric
    }

    private void check(Path page) throws Exception {
        Path said = folder.resolve("said");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(page.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).content().isEmpty();
        assertThat(promtool.exitValue()).isZero();
    }

    @Test
    void prometheusScrapesAndAnswersQueries() throws Exception {
        int own = freePort();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: podvisor
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """.formatted(port));
        Process prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + own)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        try {
            podvisor.await(() -> value(own, "up{job=\"podvisor\"}") == 1);
            podvisor.await(() -> value(own, "podvisor_process_cpu_seconds_total{process=\"busy\",replica=\"0\"}") > 0);
            assertThat(value(own, "podvisor_process_state{process=\"busy\",state=\"Running\"}"))
                    .isEqualTo(1);
        } finally {
            prometheus.destroy();
            if (!prometheus.waitFor(30, TimeUnit.SECONDS)) {
                prometheus.destroyForcibly().waitFor();
            }
        }
    }

    /** The value of the one series that a query finds, -1 when there is none. */
    private static double value(int prometheus, String query) throws IOException {
        URI question = URI.create("http://127.0.0.1:" + prometheus + "/api/v1/query?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try (InputStream answer = question.toURL().openStream()) {
            JsonNode result = JSON.readTree(answer).get("data").get("result");
            return result.isEmpty() ? -1 : result.get(0).get("value").get(1).asDouble();
        }
    }
}
