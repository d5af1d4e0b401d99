package dev.podvisor.metrics;

import dev.podvisor.status.StatusFeed;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.OutputStream;

/** The one registry, and its contents as text. Thread-safe. */
final class Exposition {

    /** No creation times: each counter would have a second series. No exemplars: there are no traces here. */
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.builder()
            .setCreatedTimestampsEnabled(false)
            .setExemplarsOnAllMetricTypesEnabled(false)
            .build();

    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Exposition(StatusFeed feed) {
        JvmMetrics.bindTo(registry);
        registry.getPrometheusRegistry().register(new StatusCollector(feed));
    }

    void write(Format format, OutputStream output) throws IOException {
        ExpositionFormatWriter writer = switch (format) {
            case OpenMetrics -> openMetrics;
            case Text -> text;
        };
        writer.write(output, registry.getPrometheusRegistry().scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    }
}
