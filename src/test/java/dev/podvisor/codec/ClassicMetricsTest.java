package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.HttpSpec;
import dev.podvisor.spec.ProcessSetSpec;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Measuring and the port for Prometheus in the classic form. */
class ClassicMetricsTest {

    @Test
    void withoutAnyThereIsNoPortAndUsageIsMeasured() {
        ProcessSetSpec spec = ClassicTexts.spec(ClassicTexts.HEAD, Map.of());

        assertThat(spec.http()).isEmpty();
        assertThat(spec.usage().intervalSeconds()).isEqualTo(5);
        assertThat(spec("metrics_enabled: false, metrics_port: 1, metrics_path: /other")
                        .http())
                .isEmpty();
    }

    @Test
    void thePortIsThatOfTheAncestor() {
        assertThat(spec("metrics_enabled: true").http()).hasValue(new HttpSpec(9090, ""));
        assertThat(spec("metrics_enabled: true, metrics_port: 9100, metrics_path: /metrics, metrics_host: 10.0.0.1")
                        .http())
                .hasValue(new HttpSpec(9100, "10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost | 127.0.0.1",
                "127.0.0.1 | 127.0.0.1",
                "0.0.0.0 | ''",
                "'::' | ''",
                "'' | ''",
                "'::1' | ::1",
                "'[fd00::1]' | fd00::1",
                "'::ffff:10.0.0.1' | ::ffff:10.0.0.1",
            })
    void aHostIsAnAddress(String host, String address) {
        assertThat(ClassicTexts.lines(document("metrics_enabled: true, metrics_host: \"" + host + "\"")))
                .isEmpty();
        assertThat(spec("metrics_enabled: true, metrics_host: \"" + host + "\"").http())
                .hasValue(new HttpSpec(9090, address));
    }

    @ParameterizedTest
    @CsvSource({"metrics.internal", "cafe", "10.0.0", "10.0.0.256", "1.2.3.4.5", "10.0..1", "a:b", ".", "...", "12"})
    void anyOtherHostIsAWarning(String host) {
        String global = "metrics_enabled: true, metrics_host: " + host;

        assertThat(ClassicTexts.lines(document(global)))
                .containsExactly(
                        "pm.yaml:1:47: warning: global.metrics_host: it is no IP address, so every address is listened on (write one, or 0.0.0.0)");
        assertThat(spec(global).http()).hasValue(new HttpSpec(9090, ""));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10s, 10", "500ms, 1", "0, 1", "1m30s, 90"})
    void theIntervalIsInWholeSeconds(String written, int seconds) {
        assertThat(spec("resource_metrics_interval: " + written).usage().intervalSeconds())
                .isEqualTo(seconds);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aProblem(String global, String expected) {
        assertThat(ClassicTexts.lines(document(global))).containsExactly("pm.yaml:1:" + expected);
    }

    static Stream<Arguments> aProblem() {
        return Stream.of(
                c(
                        "metrics_enabled: true, metrics_path: /stats",
                        "47: warning: global.metrics_path: metrics are at /metrics (tell Prometheus, or remove it)"),
                c(
                        "metrics_port: 70000",
                        "24: cannot use global.metrics_port: 70000 is more than 65535 (write a whole number from 1 to 65535)"),
                c(
                        "metrics_enabled: maybe",
                        "27: cannot use global.metrics_enabled: \"maybe\" is a text, not true or false (write true or false)"),
                c(
                        "resource_metrics_interval: 2h",
                        "37: cannot use global.resource_metrics_interval: \"2h\" is more than 3600 s (write whole seconds, such as 30, or 1m30s)"),
                c(
                        "resource_metrics_enabled: false",
                        "36: warning: global.resource_metrics_enabled: usage is measured all the same (remove it)"),
                c(
                        "metrics_tls: {enabled: true}",
                        "10: warning: global.metrics_tls: it does not work yet (/metrics is served without TLS)"),
                c(
                        "metrics_acl: {enabled: true}",
                        "10: warning: global.metrics_acl: it does not work yet (/metrics is for everybody who reaches its port)"));
    }

    @Test
    void variablesReachEveryKey() {
        ProcessSetSpec spec = ClassicTexts.spec(
                ClassicTexts.HEAD,
                Map.of(
                        "PODVISOR_GLOBAL_METRICS_ENABLED", "1",
                        "PHPEEK_PM_GLOBAL_METRICS_PORT", "9200",
                        "PODVISOR_GLOBAL_METRICS_HOST", "localhost",
                        "PODVISOR_GLOBAL_RESOURCE_METRICS_INTERVAL", "15"));

        assertThat(spec.http()).hasValue(new HttpSpec(9200, "127.0.0.1"));
        assertThat(spec.usage().intervalSeconds()).isEqualTo(15);
    }

    private static ProcessSetSpec spec(String global) {
        return ClassicTexts.spec(document(global), Map.of());
    }

    private static String document(String global) {
        return "global: {" + global + "}\n" + ClassicTexts.HEAD;
    }

    private static Arguments c(String global, String expected) {
        return Arguments.of(global, expected);
    }
}
