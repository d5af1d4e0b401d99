package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecReader;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of JSON outputs: records as they come out of the pump and the journal, held against the schema. */
class LogRecordSchemaTest {

    private static final Path SCHEMA = Path.of("docs/reference/log-record.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SPEC = """
            apiVersion: podvisor.dev/v1alpha1
            kind: ProcessSet
            spec:
              processes:
                - name: web
                  command: [nginx]
                  logging:
                    maxLineBytes: 1Ki
                    labels: {app.kubernetes.io/part-of: shop, team: "ä \\" b"}
                    json: {}
                    levelDetection: {}
                    rateLimit: {linesPerSecond: 1, burst: 100}
                - name: cache
                  command: [redis]
                  logging:
                    maxLineBytes: 1Ki
                    redact: [{pattern: secret}]
              logging:
                outputs: [{type: Stdout, format: Json}]
            """;

    @TempDir
    private Path folder;

    private final JsonNode tree = JSON.readTree(SCHEMA.toFile());
    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                    tree,
                    SchemaValidatorsConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build());

    LogRecordSchemaTest() throws Exception {}

    private Set<ValidationMessage> problems(JsonNode record) {
        return schema.validate(record);
    }

    private List<JsonNode> lines() throws Exception {
        return lines(new ArrayList<>());
    }

    /** What two processes print, as a JSON output has it, and as it is kept to be shown. */
    private List<JsonNode> lines(List<JsonNode> kept) throws Exception {
        ReadResult read = SpecReader.read("shop.yaml", new ByteArrayInputStream(SPEC.getBytes(UTF_8)));
        assertThat(read.problems()).isEmpty();
        Path file = folder.resolve("out");
        try (Rig rig = new Rig(file)) {
            rig.pump.follow(((ReadResult.Spec) read).set().spec());
            TestPipe web = rig.attach("web");
            for (String level : List.of("trace", "debug", "info", "warn", "error", "fatal")) {
                web.write("level=" + level + "\r\n");
            }
            web.write("{\"level\":\"warn\",\"msg\":\"\\u00e4\",\"ms\":1.5e3,\"tags\":[{}],\"a\":null}\n\n\0\n");
            web.write("x".repeat(3000) + "\n" + "many\n".repeat(200));
            rig.attach("cache").write(new byte[2000]);
            rig.drain();
            RecentReader reader = rig.recent.read(new RecentQuery(Set.of(), -1, Optional.empty(), -1, 0, false));
            for (int size = reader.next(); size > 0; size = reader.next()) {
                for (String line : new String(reader.buffer(), 0, size, UTF_8).split("\n")) {
                    kept.add(JSON.readTree(line));
                }
            }
        }
        List<JsonNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    private static List<JsonNode> ownRecords() throws Exception {
        JournalJson encoder = new JournalJson();
        List<JsonNode> records = new ArrayList<>();
        for (Level level : List.of(Level.INFO, Level.WARN, Level.ERROR)) {
            LoggingEvent event = new LoggingEvent();
            event.setInstant(Instant.parse("2026-11-24T19:40:03.007123Z"));
            event.setLevel(level);
            event.setLoggerName(Journal.LOGGER);
            records.add(JSON.readTree(encoder.encode(event, "two\nlines")));
        }
        return records;
    }

    @Test
    void everyRecordIsAsTheSchemaSays() throws Exception {
        List<JsonNode> records = lines();
        assertThat(records.stream().map(record -> record.get("level").asText()))
                .contains("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
        records.addAll(ownRecords());
        for (JsonNode record : records) {
            assertThat(problems(record)).as(record.toString()).isEmpty();
        }
    }

    @Test
    void theSchemaHasTheFieldsThatRecordsHaveAndNoOthers() throws Exception {
        Set<String> found = new TreeSet<>();
        for (JsonNode record : lines()) {
            record.fieldNames().forEachRemaining(found::add);
        }
        found.removeAll(Set.of("ms", "tags", "a")); // of the line itself
        assertThat(found).isEqualTo(new TreeSet<>(names(tree.get("properties"))));

        List<String> always = new ArrayList<>();
        tree.get("required").forEach(name -> always.add(name.asText()));
        for (JsonNode own : ownRecords()) {
            assertThat(names(own)).containsExactlyInAnyOrderElementsOf(always);
        }
    }

    @Test
    void whatIsKeptToBeShownIsTheSameRecords() throws Exception {
        List<JsonNode> kept = new ArrayList<>();
        List<JsonNode> records = lines(kept);
        records.removeIf(record -> record.has("suppressed")); // which is for the reader of an output
        assertThat(kept).hasSize(records.size()).containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void noMemberOfALineCanPassForAFieldOfTheSchema() throws Exception {
        ObjectNode line = JSON.createObjectNode();
        names(tree.get("properties")).forEach(name -> line.put(name, -1));
        line.put("other", -1);
        Handled handled = new Handled(new Handled.Rules().json());
        handled.read(line + "\n", 0).end();

        JsonNode record = JSON.readTree(handled.lines.getFirst().json());
        assertThat(problems(record)).isEmpty();
        for (String name : names(tree.get("properties"))) {
            assertThat(record.get("_" + name)).as(name).isEqualTo(JsonNodeFactory.instance.numberNode(-1));
        }
        assertThat(record.get("other").asInt()).isEqualTo(-1);
    }

    @Test
    void whatIsNoRecordIsRefused() throws Exception {
        ObjectNode line = (ObjectNode) lines().getFirst();
        for (JsonNode name : tree.get("required")) {
            refuses(line, record -> record.remove(name.asText()));
        }
        for (String name : names(tree.get("properties"))) {
            refuses(line, record -> record.put(name, 0.5));
            refuses(line, record -> record.putArray(name));
        }
        refuses(line, record -> record.put("@timestamp", "2026-13-24T19:40:03.007Z"));
        refuses(line, record -> record.put("@timestamp", "2026-11-24T19:40:03Z"));
        refuses(line, record -> record.put("level", "Warning"));
        refuses(line, record -> record.put("process", "Web"));
        refuses(line, record -> record.put("replica", -1));
        refuses(line, record -> record.put("pid", 0));
        refuses(line, record -> record.put("stream", "log"));
        refuses(line, record -> record.put("partial", false));
        refuses(line, record -> record.put("truncated", false));
        refuses(line, record -> record.put("partial", true).put("truncated", true));
        refuses(line, record -> record.put("suppressed", 0));
        refuses(line, record -> record.putObject("labels").put("team", 1));

        ObjectNode own = (ObjectNode) ownRecords().getFirst();
        refuses(own, record -> record.put("level", "DEBUG"));
        refuses(own, record -> record.put("replica", 1));
        refuses(own, record -> record.put("suppressed", 1));
    }

    private void refuses(ObjectNode valid, Consumer<ObjectNode> change) {
        assertThat(problems(valid)).isEmpty();
        ObjectNode changed = valid.deepCopy();
        change.accept(changed);
        assertThat(problems(changed)).as(changed.toString()).isNotEmpty();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
