package dev.podvisor.metrics;

import dev.podvisor.status.StatusFeed;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;

/** The one registry, and its contents as text. Thread-safe. */
final class Exposition {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Exposition(StatusFeed feed) {
        JvmMetrics.bindTo(registry);
        registry.getPrometheusRegistry().register(new StatusCollector(feed));
    }

    MetricSnapshots scrape() {
        return registry.getPrometheusRegistry().scrape();
    }

    void write(Format format, OutputStream output) throws IOException {
        new SeriesWriter(format, output).write(scrape());
    }
}
