package dev.podvisor.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers the series of one family. For one thread. */
final class Series {

    private static final long NO_TIMESTAMP = 0;

    private final Family family;
    private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
    private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
    private final List<InfoDataPointSnapshot> infos = new ArrayList<>();
    private final Map<String, Labels> more = new HashMap<>();

    Series(Family family) {
        this.family = family;
    }

    /** What stands above its series. */
    static MetricMetadata metadata(Family family) {
        return family.unit().isEmpty()
                ? new MetricMetadata(family.baseName(), family.help())
                : new MetricMetadata(family.baseName(), family.help(), new Unit(family.unit()));
    }

    /** Adds a series; nothing below 0, which stands for what is not known. */
    void add(Labels labels, double value) {
        if (value < 0) {
            return;
        }
        switch (family.kind()) {
            case Counter -> counters.add(new CounterDataPointSnapshot(value, labels, null, NO_TIMESTAMP));
            case Gauge -> gauges.add(new GaugeDataPointSnapshot(value, labels, null));
            case Info -> infos.add(new InfoDataPointSnapshot(labels));
        }
    }

    /** Adds a series with one more label. */
    void add(Labels labels, String name, String value, double number) {
        if (number >= 0) {
            add(labels.merge(more(name, value)), number);
        }
    }

    /** There are few of them in a family, and to check one costs the library more than all else of a series. */
    private Labels more(String name, String value) {
        Labels known = more.get(value);
        if (known == null || !known.getName(0).equals(name)) {
            known = Labels.of(name, value);
            more.put(value, known);
        }
        return known;
    }

    boolean isEmpty() {
        return counters.isEmpty() && gauges.isEmpty() && infos.isEmpty();
    }

    MetricSnapshot snapshot(MetricMetadata metadata) {
        return switch (family.kind()) {
            case Counter -> new CounterSnapshot(metadata, counters);
            case Gauge -> new GaugeSnapshot(metadata, gauges);
            case Info -> new InfoSnapshot(metadata, infos);
        };
    }
}
