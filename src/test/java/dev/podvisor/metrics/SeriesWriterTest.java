package dev.podvisor.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podvisor.spec.Criticality;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The library's own writers say what is right. */
class SeriesWriterTest {

    @ParameterizedTest
    @EnumSource
    void aPageIsThatOfTheLibraryToTheByte(Format format) throws IOException {
        StatusFeed feed = new StatusFeed();
        feed.publish(SampleStatus.rich());
        MetricSnapshots all = new Exposition(feed).scrape();

        assertThat(written(format, all)).contains("podvisor_build_info", "jvm_gc_pause_seconds_sum{");
        assertThat(written(format, all)).isEqualTo(byTheLibrary(format, all));
    }

    @ParameterizedTest
    @EnumSource
    void oddLabelsAreWrittenAsTheLibraryDoes(Format format) throws IOException {
        for (String odd :
                List.of("", "\\", "\"", "a\"b\\c\nd", "{},= ", "größe 漢字 \uD83D\uDE00", "\uD83D", "x".repeat(5000))) {
            ProcessStatus process = SampleStatus.process(
                    odd, Criticality.Important, List.of("x"), SampleStatus.replica(0, State.Waiting, null));
            Status status = SampleStatus.status(1, process);
            StatusFeed feed = new StatusFeed();
            feed.publish(status);
            MetricSnapshots all = new StatusCollector(feed).collect();

            assertThat(written(format, all)).as(odd).isEqualTo(byTheLibrary(format, all));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oddNumbersAndHelpsAreWrittenAsTheLibraryDoes(Format format) throws IOException {
        double[] values = {
            0,
            -0.0,
            1,
            -1,
            0.1,
            1e3,
            9999999,
            1e7,
            123456789.25,
            1e300,
            Double.MIN_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        GaugeSnapshot.Builder gauges = GaugeSnapshot.builder().name("a").help("say \"a\\b\"\nand more");
        for (double value : values) {
            gauges.dataPoint(new GaugeDataPointSnapshot(value, Labels.of("value", Double.toString(value)), null));
        }
        MetricSnapshots all = new MetricSnapshots(
                gauges.build(),
                new GaugeSnapshot(
                        new MetricMetadata("without_help"), List.of(new GaugeDataPointSnapshot(5, Labels.EMPTY, null))),
                InfoSnapshot.builder()
                        .name("b")
                        .dataPoint(new InfoSnapshot.InfoDataPointSnapshot(Labels.of("c", "d")))
                        .build());

        assertThat(written(format, all)).isEqualTo(byTheLibrary(format, all));
    }

    @ParameterizedTest
    @EnumSource
    void aKindThatNobodyExpectedIsAnError(Format format) {
        MetricSnapshots all =
                new MetricSnapshots(StateSetSnapshot.builder().name("s").build());

        assertThatThrownBy(() -> written(format, all))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot write s: no metric of its kind was expected");
    }

    private static String written(Format format, MetricSnapshots all) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new SeriesWriter(format, bytes).write(all);
        return bytes.toString(UTF_8);
    }

    private static String byTheLibrary(Format format, MetricSnapshots all) throws IOException {
        ExpositionFormatWriter writer = switch (format) {
            case OpenMetrics ->
                OpenMetricsTextFormatWriter.builder()
                        .setCreatedTimestampsEnabled(false)
                        .setExemplarsOnAllMetricTypesEnabled(false)
                        .build();
            case Text ->
                PrometheusTextFormatWriter.builder()
                        .setIncludeCreatedTimestamps(false)
                        .build();
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(bytes, all, EscapingScheme.UNDERSCORE_ESCAPING);
        return bytes.toString(UTF_8);
    }
}
