package dev.podvisor.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a page to the byte as the library's own writers do, of the kinds of metrics that there are here. Theirs check each name
 * again in each line, and go through the JDK's BufferedWriter, which on a virtual thread copies 15 MB for a page of 100 processes.
 * For one page and one thread.
 */
final class SeriesWriter {

    private static final int PIECE = 4096;

    private final Format format;
    private final OutputStream output;
    private final StringBuilder text = new StringBuilder(PIECE + 512);

    SeriesWriter(Format format, OutputStream output) {
        this.format = format;
        this.output = output;
    }

    /** Flushes, does not close. */
    void write(MetricSnapshots snapshots) throws IOException {
        for (MetricSnapshot snapshot : snapshots) {
            family(snapshot);
        }
        if (format == Format.OpenMetrics) {
            text.append("# EOF\n");
        }
        send();
        output.flush();
    }

    private void family(MetricSnapshot snapshot) throws IOException {
        MetricMetadata metadata = snapshot.getMetadata();
        String base = metadata.getPrometheusName();
        switch (snapshot) {
            case CounterSnapshot counters -> {
                String name = base + "_total";
                head(metadata, base, name, "counter", "counter");
                for (CounterDataPointSnapshot one : counters.getDataPoints()) {
                    series(name, one.getLabels());
                    endLine(one.getValue());
                }
            }
            case GaugeSnapshot gauges -> {
                head(metadata, base, base, "gauge", "gauge");
                for (GaugeDataPointSnapshot one : gauges.getDataPoints()) {
                    series(base, one.getLabels());
                    endLine(one.getValue());
                }
            }
            case InfoSnapshot infos -> {
                String name = base + "_info";
                head(metadata, base, name, "info", "gauge");
                for (InfoDataPointSnapshot one : infos.getDataPoints()) {
                    series(name, one.getLabels()).append('1');
                    endLine();
                }
            }
            case SummarySnapshot summaries -> {
                head(metadata, base, base, "summary", "summary");
                for (SummaryDataPointSnapshot one : summaries.getDataPoints()) {
                    series(base + "_count", one.getLabels()).append(one.getCount());
                    endLine();
                    series(base + "_sum", one.getLabels());
                    endLine(one.getSum());
                }
            }
            default -> throw new IllegalStateException("cannot write " + base + ": no metric of its kind was expected");
        }
    }

    /** OpenMetrics speaks of the family, the text format of what its series are called. */
    private void head(MetricMetadata metadata, String base, String name, String openType, String textType) {
        if (format == Format.OpenMetrics) {
            comment("TYPE", base).append(openType).append('\n');
            if (metadata.hasUnit()) {
                comment("UNIT", base).append(metadata.getUnit()).append('\n');
            }
            help(metadata, base);
        } else {
            help(metadata, name);
            comment("TYPE", name).append(textType).append('\n');
        }
    }

    private void help(MetricMetadata metadata, String name) {
        String help = metadata.getHelp();
        if (help != null && !help.isEmpty()) {
            escaped(comment("HELP", name), help, format == Format.OpenMetrics).append('\n');
        }
    }

    private StringBuilder comment(String what, String name) {
        return text.append("# ").append(what).append(' ').append(name).append(' ');
    }

    private StringBuilder series(String name, Labels labels) {
        text.append(name);
        int count = labels.size();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? '{' : ',').append(labels.getPrometheusName(i)).append("=\"");
            escaped(text, labels.getValue(i), true).append('"');
        }
        return text.append(count == 0 ? " " : "} ");
    }

    private static StringBuilder escaped(StringBuilder text, String value, boolean quotes) {
        if (value.indexOf('\\') < 0 && value.indexOf('\n') < 0 && value.indexOf('"') < 0) {
            return text.append(value);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quotes ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
        return text;
    }

    private void endLine(double value) throws IOException {
        if (Double.isInfinite(value)) {
            text.append(value > 0 ? "+Inf" : "-Inf");
        } else {
            text.append(value);
        }
        endLine();
    }

    private void endLine() throws IOException {
        text.append('\n');
        if (text.length() >= PIECE) {
            send();
        }
    }

    private void send() throws IOException {
        output.write(text.toString().getBytes(UTF_8));
        text.setLength(0);
    }
}
