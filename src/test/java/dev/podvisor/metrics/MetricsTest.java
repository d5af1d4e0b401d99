package dev.podvisor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Criticality;
import dev.podvisor.status.CgroupUsage;
import dev.podvisor.status.LogCounts;
import dev.podvisor.status.ProcessLimits;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.SampleStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import dev.podvisor.status.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/podvisor/metrics");

    /** The seed's list; what a later step brings joins it then. */
    private static final List<String> OF_THE_SEED = List.of(
            "podvisor_resource_limit_cpu_cores gauge",
            "podvisor_resource_limit_memory_bytes gauge",
            "podvisor_process_cpu_seconds_total counter",
            "podvisor_process_memory_bytes gauge",
            "podvisor_process_io_read_bytes_total counter",
            "podvisor_process_io_write_bytes_total counter",
            "podvisor_process_fds_open gauge",
            "podvisor_process_threads gauge");

    @ParameterizedTest
    @EnumSource
    void allOfARichStatusIsWritten(Format format) throws IOException {
        String text = Scraped.text(format, SampleStatus.rich())
                .lines()
                .filter(line -> !line.contains("jvm_"))
                .map(line -> line.replaceAll("java=\"[^\"]*\"", "java=\"25\""))
                .collect(Collectors.joining("\n", "", "\n"));
        Path file = GOLDEN.resolve(format.name() + ".txt");
        if (Boolean.getBoolean("podvisor.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("run the tests with -Dpodvisor.update=true to write %s", file)
                .isEqualTo(Files.readString(file));
    }

    @Test
    void namesAndTypesAreThoseThatWerePromised() throws IOException {
        String text = Scraped.text(Format.Text, SampleStatus.rich());
        for (String promise : OF_THE_SEED) {
            assertThat(text).contains("# TYPE " + promise + "\n");
        }
        assertThat(text)
                .contains("podvisor_process_cpu_seconds_total{process=\"worker\",replica=\"0\"} 14.691356\n")
                .contains("podvisor_process_memory_bytes{process=\"worker\",replica=\"0\",type=\"rss\"} 5.4525952E7\n")
                .contains("podvisor_process_memory_bytes{process=\"worker\",replica=\"0\",type=\"vsz\"} 2.097152E8\n")
                .contains("podvisor_process_memory_bytes{process=\"worker\",replica=\"0\",type=\"swap\"} 1048576.0\n")
                .contains("podvisor_resource_limit_cpu_cores{process=\"worker\",replica=\"0\"} 0.5\n");
    }

    @Test
    void whateverEndsInTotalIsACounterAndNothingElseIs() {
        for (Family family : Families.ALL) {
            assertThat(family.kind() == Family.Kind.Counter)
                    .as(family.name())
                    .isEqualTo(family.name().endsWith("_total"));
        }
        assertThat(Families.ALL).extracting(Family::name).doesNotHaveDuplicates();
    }

    @Test
    void everyMetricHasHelpAndUnitsAreBaseUnits() {
        assertThat(Families.ALL).allMatch(family -> family.help().endsWith("."));
        assertThat(Families.ALL).extracting(Family::unit).containsOnly("", "seconds", "bytes", "cores");
        assertThat(Families.ALL)
                .filteredOn(family -> family.name().matches(".*_(seconds|bytes|cores)(_total)?"))
                .allMatch(family -> !family.unit().isEmpty());
    }

    @Test
    void seriesHaveExactlyTheLabelsOfTheirFamily() throws IOException {
        Map<String, Set<String>> promised =
                Families.ALL.stream().collect(Collectors.toMap(Family::name, family -> new HashSet<>(family.labels())));
        for (String line : Scraped.series(SampleStatus.rich())) {
            String name = line.split("[{ ]")[0];
            if (!name.startsWith("jvm_")) {
                Set<String> labels = Pattern.compile("([a-z]+)=\"")
                        .matcher(line)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet());
                assertThat(labels).as(line).isEqualTo(promised.get(name));
            }
        }
    }

    @Test
    void openMetricsEndsAsItMustAndHasNoTimes() throws IOException {
        assertThat(Scraped.text(Format.OpenMetrics, SampleStatus.rich()))
                .endsWith("\n# EOF\n")
                .doesNotContain("_created");
        assertThat(Scraped.series(SampleStatus.rich()))
                .as("a value and no timestamp")
                .allMatch(line ->
                        line.substring(line.lastIndexOf('}') + 1).strip().split(" ").length <= 2);
    }

    @Test
    void seriesOfARemovedProcessDisappear() throws IOException {
        StatusFeed feed = new StatusFeed();
        Metrics metrics = new Metrics(feed);
        feed.publish(SampleStatus.rich());
        assertThat(Scraped.text(Format.Text, metrics)).contains("process=\"worker\"", "process=\"web\"");

        Status rich = SampleStatus.rich();
        feed.publish(rich.withProcesses(rich.processes().stream()
                .filter(process -> process.name().equals("web"))
                .toList()));
        assertThat(Scraped.text(Format.Text, metrics))
                .contains("process=\"web\"")
                .doesNotContain("process=\"worker\"", "replica=\"1\"");
    }

    @Test
    void whatIsNotKnownHasNoSeries() throws IOException {
        Usage unknown = new Usage(
                SampleStatus.NOW,
                5,
                -1,
                -1,
                -1,
                -1,
                -1,
                -1,
                -1,
                -1,
                1,
                Optional.of(new CgroupUsage(7, -1, -1, -1, -1, CgroupUsage.Pressure.NONE)),
                List.of());
        List<String> series =
                series(SampleStatus.replica(0, State.Running, null).measured(0, Optional.of(unknown), LogCounts.NONE));

        assertThat(series)
                .contains(
                        "podvisor_process_processes{process=\"a\",replica=\"0\"} 1.0",
                        "podvisor_process_cpu_mode_seconds_total{mode=\"user\",process=\"a\",replica=\"0\"} 5.0E-6",
                        "podvisor_process_cgroup_memory_bytes{process=\"a\",replica=\"0\"} 7.0")
                .noneMatch(line -> line.contains("-1"))
                .noneMatch(line -> line.startsWith("podvisor_process_")
                        && (line.contains("cpu_seconds")
                                || line.contains("fds")
                                || line.contains("_io_")
                                || line.contains("pressure")
                                || line.contains("peak")
                                || line.contains("mode=\"system\"")));
    }

    @Test
    void whatIsNotThereHasNoSeries() throws IOException {
        assertThat(series(SampleStatus.replica(0, State.Waiting, null)))
                .contains("podvisor_process_state{process=\"a\",replica=\"0\",state=\"Waiting\"} 1.0")
                .noneMatch(line -> line.contains("limit_")
                        || line.contains("exit_code")
                        || line.contains("cpu_seconds") && line.contains("process=")
                        || line.contains("cgroup")
                        || line.contains("start_time") && line.contains("process="));
    }

    @Test
    void oneStateIsOneAndAllOthersAreZero() throws IOException {
        List<String> states = series(SampleStatus.replica(0, State.Backoff, null)).stream()
                .filter(line -> line.startsWith("podvisor_process_state"))
                .toList();

        assertThat(states).hasSize(State.values().length);
        assertThat(states)
                .filteredOn(line -> line.endsWith(" 1.0"))
                .containsExactly("podvisor_process_state{process=\"a\",replica=\"0\",state=\"Backoff\"} 1.0");
    }

    @Test
    void restartsAreCountedFromZeroAlsoForReasonsYetToCome() throws IOException {
        ReplicaStatus replica = new ReplicaStatus(
                0,
                State.Running,
                true,
                "",
                "",
                1,
                Optional.empty(),
                3,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of("Error", 2, "Novel", 1),
                0,
                Optional.empty(),
                LogCounts.NONE);

        assertThat(series(replica))
                .contains(
                        "podvisor_process_restarts_total{process=\"a\",reason=\"Error\",replica=\"0\"} 2.0",
                        "podvisor_process_restarts_total{process=\"a\",reason=\"Novel\",replica=\"0\"} 1.0",
                        "podvisor_process_restarts_total{process=\"a\",reason=\"OOMKilled\",replica=\"0\"} 0.0");
    }

    @Test
    void labelsAreEscaped() throws IOException {
        ProcessStatus odd = new ProcessStatus(
                "a\"b\\c\nd",
                Criticality.Important,
                List.of("x"),
                new ProcessLimits(OptionalLong.empty(), OptionalLong.empty()),
                List.of(SampleStatus.replica(0, State.Running, null)));
        assertThat(Scraped.series(SampleStatus.status(1, odd)))
                .contains("podvisor_log_lines_total{process=\"a\\\"b\\\\c\\nd\",replica=\"0\"} 0.0");
    }

    @Test
    void beforeTheFirstSnapshotThereIsTheJvmAlone() throws IOException {
        assertThat(Scraped.text(Format.Text, new Metrics(new StatusFeed())))
                .contains(
                        "jvm_memory_used_bytes{area=\"heap\"",
                        "jvm_gc_pause_seconds_count{",
                        "jvm_threads_live_threads ")
                .doesNotContain("podvisor_");
    }

    private static List<String> series(ReplicaStatus replica) throws IOException {
        return Scraped.series(SampleStatus.status(1, SampleStatus.process("a", replica)));
    }
}
