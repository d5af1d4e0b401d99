package dev.podvisor.metrics;

import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All of podvisor's own series, made anew from the current snapshot at each scrape: so they never disagree with the API, and those
 * of a removed process are gone at once. Thread-safe.
 */
public final class StatusCollector implements MultiCollector {

    private final StatusFeed feed;
    private final List<Known> families = new ArrayList<>();

    private record Known(Family family, MetricMetadata metadata) {}

    public StatusCollector(StatusFeed feed) {
        this.feed = feed;
        for (Family family : Families.ALL) {
            families.add(new Known(family, Series.metadata(family)));
        }
    }

    /** A family without series is left out, and everything is before the first snapshot. */
    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> snapshots = new ArrayList<>(families.size());
        Optional<Status> status = feed.current();
        if (status.isPresent()) {
            View view = View.of(status.get());
            for (Known known : families) {
                Series series = new Series(known.family);
                known.family.source().read(view, series);
                if (!series.isEmpty()) {
                    snapshots.add(series.snapshot(known.metadata));
                }
            }
        }
        return new MetricSnapshots(snapshots);
    }

    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
        List<MetricFamilyDescriptor> descriptors = new ArrayList<>(families.size());
        for (Known known : families) {
            descriptors.add(MetricFamilyDescriptor.of(type(known.family), known.metadata, known.family.labels()));
        }
        return descriptors;
    }

    private static MetricType type(Family family) {
        return switch (family.kind()) {
            case Counter -> MetricType.COUNTER;
            case Gauge -> MetricType.GAUGE;
            case Info -> MetricType.INFO;
        };
    }
}
