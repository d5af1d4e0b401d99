package dev.podvisor.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * One metric: what it is called and means, and how a snapshot gives its series.
 *
 * @param name as Prometheus shows it, {@code _total} of a counter included
 * @param unit the base unit that the name ends with; empty when it has none
 * @param labels of each series
 * @param help a sentence, for HELP
 * @param absent when a series is left out; empty when it never is
 */
record Family(Kind kind, String name, String unit, List<String> labels, String help, String absent, Source source) {

    /** What may be done with the values (OpenMetrics 1.0.0, section 5). */
    enum Kind {
        Counter("_total"),
        Gauge(""),
        Info("_info");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /** Where the series come from. */
    @FunctionalInterface
    interface Source {
        void read(View view, Series into);
    }

    Family {
        if (!name.endsWith((unit.isEmpty() ? "" : "_" + unit) + kind.suffix)) {
            throw new IllegalArgumentException("the name " + name + " does not end with its unit and kind");
        }
        labels = List.copyOf(labels);
    }

    static Family counter(String name, String unit, List<String> labels, String help, String absent, Source source) {
        return new Family(Kind.Counter, name, unit, labels, help, absent, source);
    }

    static Family gauge(String name, String unit, List<String> labels, String help, String absent, Source source) {
        return new Family(Kind.Gauge, name, unit, labels, help, absent, source);
    }

    /** The labels of whatever belongs to a replica, and more. */
    static List<String> replica(String... more) {
        List<String> labels = new ArrayList<>(List.of("process", "replica"));
        labels.addAll(List.of(more));
        return labels;
    }

    /** The name without what its kind adds. */
    String baseName() {
        return name.substring(0, name.length() - kind.suffix.length());
    }
}
