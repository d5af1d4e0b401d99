package dev.podvisor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.status.SampleStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/observability/metrics.md} has every metric of a full scrape, and no other. */
class MetricsDocTest {

    private static final Path DOC = Path.of("docs/observability/metrics.md");
    private static final Pattern TABLE =
            Pattern.compile("(<!-- metrics:begin -->\n).*?(<!-- metrics:end -->\n)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("^\\| `([a-z0-9_]+)` \\|", Pattern.MULTILINE);

    @Test
    void theTableIsThatOfTheMetrics() throws IOException {
        String page = Files.readString(DOC);
        Matcher table = TABLE.matcher(page);
        assertThat(table.find()).as("the marks of the table").isTrue();
        String rendered = page.substring(0, table.end(1)) + table() + page.substring(table.start(2));
        if (Boolean.getBoolean("podvisor.update")) {
            Files.writeString(DOC, rendered);
        }
        assertThat(Files.readString(DOC))
                .as("%s is stale: run the tests with -Dpodvisor.update=true", DOC)
                .isEqualTo(rendered);
    }

    @Test
    void theTableHasWhatAFullScrapeHas() throws IOException {
        Set<String> documented = new TreeSet<>();
        NAME.matcher(Files.readString(DOC)).results().forEach(match -> documented.add(match.group(1)));

        assertThat(documented).isEqualTo(new TreeSet<>(scraped().keySet()));
    }

    @Test
    void whatTheTextNamesExists() throws IOException {
        Set<String> known = scraped().keySet();
        Pattern.compile("podvisor_[a-z_]+[a-z]")
                .matcher(Files.readString(DOC))
                .results()
                .forEach(match -> assertThat(known).contains(match.group()));
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder("""

                | metric | type | labels | unit | meaning | absent |
                |---|---|---|---|---|---|
                """);
        for (Family family : Families.ALL) {
            String type = family.kind().name().toLowerCase(Locale.ROOT);
            row(table, family.name(), type, family.labels(), family.unit(), family.help(), family.absent());
        }
        scraped().forEach((name, lines) -> {
            if (name.startsWith("jvm_")) {
                row(table, name, lines.type, lines.labels, unit(name), lines.help + " (podvisor's own JVM).", "");
            }
        });
        return table.append('\n').toString();
    }

    private static String unit(String name) {
        return name.endsWith("_bytes") ? "bytes" : name.endsWith("_seconds") ? "seconds" : "";
    }

    private static void row(
            StringBuilder table,
            String name,
            String type,
            Iterable<String> labels,
            String unit,
            String meaning,
            String absent) {
        StringBuilder shown = new StringBuilder();
        labels.forEach(label ->
                shown.append(shown.isEmpty() ? "`" : ", `").append(label).append('`'));
        table.append("| `")
                .append(name)
                .append("` | ")
                .append(type)
                .append(" | ")
                .append(shown)
                .append(" | ");
        table.append(unit)
                .append(" | ")
                .append(meaning)
                .append(" | ")
                .append(absent)
                .append(" |\n");
    }

    private record Found(String type, String help, Set<String> labels) {}

    /** By name, with types and labels as Prometheus sees them. */
    private static Map<String, Found> scraped() throws IOException {
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, String> helps = new LinkedHashMap<>();
        Map<String, Found> found = new LinkedHashMap<>();
        for (String line :
                Scraped.text(Format.Text, SampleStatus.rich()).lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE")) {
                types.put(words[2], words[3]);
            } else if (line.startsWith("# HELP")) {
                helps.put(words[2], words[3]);
            } else {
                String name = line.split("[{ ]")[0].replaceAll("_(count|sum)$", "");
                Set<String> labels = Pattern.compile("([a-z]+)=\"")
                        .matcher(line)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                found.putIfAbsent(name, new Found(types.get(name), helps.get(name), labels));
            }
        }
        return found;
    }
}
