package dev.podvisor.codec;

import dev.podvisor.codec.Node.Entry;
import dev.podvisor.codec.Node.Sequence;
import dev.podvisor.spec.LevelDetection;
import dev.podvisor.spec.LevelPattern;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.LoggingSpec;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.OutputSource;
import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Redaction;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what one process says about its logs. */
final class ClassicProcessLogging {

    private static final String KNOWN = "processes.*.logging";
    private static final Shape<?> LOGGING = ProcessSpec.SHAPE.nested("logging");
    private static final Shape<?> REDACTION = LOGGING.nested("redact");
    private static final Shape<?> MULTILINE = LOGGING.nested("multiline");
    private static final Type PATTERN = REDACTION.type("pattern");
    private static final Type PATTERNS = LOGGING.type("include");
    private static final int MOST = 100;
    private static final int LEAST_MILLIS = ((Type.Whole) MULTILINE.type("timeoutMilliseconds")).min();
    private static final int MOST_MILLIS = ((Type.Whole) MULTILINE.type("timeoutMilliseconds")).max();

    private final ClassicContext context;
    private final Optional<LoggingSpec> global;
    private final ClassicMapping logging;

    /** @param global where the logs of all processes go */
    ClassicProcessLogging(ClassicContext context, Optional<LoggingSpec> global, ClassicMapping process) {
        this.context = context;
        this.global = global;
        this.logging = process.mapping(ClassicLogging.LOGGING);
    }

    /** A value of the field {@code logging}. */
    Object read() {
        logging.check();
        Map<String, Object> fields = new HashMap<>();
        List<OutputSpec> outputs = files();
        streams(outputs, fields);
        fields.put("outputs", outputs);
        fields.put("labels", labels());
        logging.<LogLevel>value("min_level", ClassicLogging.LEVELS).ifPresent(level -> fields.put("level", level));
        fields.put("redact", redactions());
        multiline(fields);
        json(fields);
        levels(fields);
        ClassicMapping filters = logging.mapping("filters");
        filters.check();
        filters.<List<LogPattern>>value("include", PATTERNS).ifPresent(list -> fields.put("include", list));
        filters.<List<LogPattern>>value("exclude", PATTERNS).ifPresent(list -> fields.put("exclude", list));
        return LOGGING.build(fields);
    }

    /** Its own files; one with the name of a stream takes this one. */
    private List<OutputSpec> files() {
        List<OutputSpec> outputs = new ArrayList<>();
        ClassicMapping files = logging.mapping("files");
        files.checkRepeated();
        for (Entry entry : files.entries().values()) {
            String name = entry.key().text();
            Place at =
                    files.at(name).orElse(new Place(entry.value(), files.place().path(), false));
            ClassicMapping file = new ClassicMapping(context, KNOWN + ".files", at);
            file.check();
            Optional<String> path = file.value("path", ClassicLogging.OUTPUT.type("path"));
            if (!file.has("path")) {
                context.problems().error(entry.key(), at.path(), "path is missing", "set it to the file");
            }
            List<LogStream> streams = switch (name) {
                case "stdout" -> List.of(LogStream.Stdout);
                case "stderr" -> List.of(LogStream.Stderr);
                default -> List.of();
            };
            OutputSpec output = new OutputSpec(
                    OutputType.File,
                    OutputFormat.Text,
                    path.orElse(""),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    streams,
                    Optional.empty(),
                    Optional.of(new ClassicRotation(context).process(file.mapping("rotate"))));
            outputs.add(output);
        }
        return outputs;
    }

    /** Of a stream that is not kept, the outputs of the set take nothing: the process gets its own like them. */
    private void streams(List<OutputSpec> outputs, Map<String, Object> fields) {
        boolean stdout = logging.flag("stdout", true);
        boolean stderr = logging.flag("stderr", true);
        if (stdout && stderr) {
            return;
        }
        fields.put("inheritOutputs", false);
        LogStream kept = stdout ? LogStream.Stdout : LogStream.Stderr;
        outputs.replaceAll(output -> output.streams().isEmpty() ? of(output, List.of(kept)) : output);
        outputs.removeIf(output -> !stdout && !stderr || !output.takes(kept));
        if (!stdout && !stderr) {
            return;
        }
        for (OutputSpec output : global.map(LoggingSpec::outputs).orElse(List.of(stdout()))) {
            if (output.type() == OutputType.File) {
                String key = stdout ? "stderr" : "stdout";
                logging.warn(
                        key,
                        "with one stream alone its lines do not go to " + output.path(),
                        "give it files of its own");
            } else if (output.source().filter(OutputSource.Supervisor::equals).isEmpty()) {
                outputs.add(of(output, List.of(kept)));
            }
        }
    }

    private static OutputSpec stdout() {
        return (OutputSpec) ClassicLogging.OUTPUT.build(Map.of("type", OutputType.Stdout));
    }

    private static OutputSpec of(OutputSpec output, List<LogStream> streams) {
        return new OutputSpec(
                output.type(),
                output.format(),
                output.path(),
                output.syslog(),
                Optional.empty(),
                List.of(),
                streams,
                output.level(),
                output.rotation());
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        ClassicMapping from = logging.mapping("labels");
        from.checkRepeated();
        for (Entry entry : from.entries().values()) {
            from.<String>value(entry.key().text(), ClassicLogging.TEXT)
                    .ifPresent(value -> labels.put(entry.key().text(), value));
        }
        return labels;
    }

    private List<Redaction> redactions() {
        ClassicMapping redaction = logging.mapping("redaction");
        List<Redaction> redactions = new ArrayList<>();
        if (!enabled(redaction, "redaction")) {
            return redactions;
        }
        Optional<Place> list = redaction.at("patterns");
        if (list.isPresent()
                && !(list.get().node() instanceof Sequence items
                        && items.items().size() <= MOST)) {
            context.problems().error(list.get(), "it is no list of at most " + MOST, "write - pattern: secret");
            return redactions;
        }
        for (Place item : list.map(redaction::items).orElse(List.of())) {
            ClassicMapping from = new ClassicMapping(context, KNOWN + ".redaction.patterns", item);
            from.check();
            if (!from.has("pattern")) {
                context.problems().error(item, "pattern is missing", "it takes " + Wording.wanted(PATTERN));
            }
            Optional<LogPattern> pattern = from.value("pattern", PATTERN);
            Map<String, Object> fields = new HashMap<>();
            from.<String>value("replacement", REDACTION.type("replacement"))
                    .ifPresent(text -> fields.put("replacement", ClassicTemplate.replacement(text)));
            pattern.ifPresent(found -> {
                fields.put("pattern", found);
                redactions.add((Redaction) REDACTION.build(fields));
            });
        }
        return redactions;
    }

    private void multiline(Map<String, Object> fields) {
        ClassicMapping from = logging.mapping("multiline");
        if (!enabled(from, "multiline")) {
            return;
        }
        Map<String, Object> values = new HashMap<>();
        from.<LogPattern>value("pattern", PATTERN).ifPresent(pattern -> values.put("startPattern", pattern));
        from.<Integer>value("max_lines", MULTILINE.type("maxLines")).ifPresent(most -> values.put("maxLines", most));
        if (from.has("timeout")) {
            values.put("timeoutMilliseconds", Math.max(LEAST_MILLIS, from.millis("timeout", MOST_MILLIS, 1000)));
        }
        fields.put("multiline", MULTILINE.build(values));
    }

    private void json(Map<String, Object> fields) {
        ClassicMapping from = logging.mapping("json");
        if (!enabled(from, "json")) {
            return;
        }
        fields.put("json", LOGGING.nested("json").build(Map.of()));
        always(from, "detect_auto", "every line that is a JSON object is taken apart");
        always(from, "extract_level", "the level of such a line is always taken from it");
        always(from, "extract_message", "the message of such a line is always taken from it");
        always(from, "merge_fields", "the fields of such a line are always in JSON outputs");
    }

    private static void always(ClassicMapping from, String key, String text) {
        if (!from.flag(key, true)) {
            from.warn(key, text, "remove it");
        }
    }

    /** A least level needs levels, so that they are looked for where nothing else says how. */
    private void levels(Map<String, Object> fields) {
        ClassicMapping from = logging.mapping("level_detection");
        boolean enabled = enabled(from, "level_detection");
        if (enabled || fields.containsKey("level") && !fields.containsKey("json")) {
            List<LevelPattern> patterns = new ArrayList<>();
            ClassicMapping given = from.mapping("patterns");
            given.checkRepeated();
            for (Entry entry : enabled ? given.entries().values() : List.<Entry>of()) {
                Place key = new Place(entry.key(), given.place().path(), false);
                Optional<LogLevel> level = context.value(ClassicLogging.LEVELS, key);
                Optional<LogPattern> pattern = given.value(entry.key().text(), PATTERN);
                level.ifPresent(l -> pattern.ifPresent(p -> patterns.add(new LevelPattern(l, p))));
            }
            LogLevel otherwise = enabled
                    ? from.<LogLevel>value("default_level", ClassicLogging.LEVELS)
                            .orElse(LogLevel.Info)
                    : LogLevel.Info;
            fields.put("levelDetection", new LevelDetection(patterns, otherwise));
        }
    }

    /** Whether a feature is on, which in the ancestor it is only when it says so. */
    private boolean enabled(ClassicMapping feature, String key) {
        feature.check();
        if (!logging.has(key)) {
            return false;
        }
        if (!feature.has("enabled")) {
            logging.warn(key, "it is not enabled, so it has no effect", "write enabled: true");
        }
        return feature.flag("enabled", false);
    }

    /** Where a process has what a path below its {@code logging}, such as {@code redact[0].pattern}, is about. */
    static Place place(ClassicMapping process, String path) {
        ClassicMapping logging = process.mapping(ClassicLogging.LOGGING);
        int open = path.indexOf('[');
        int index = open < 0 ? -1 : Integer.parseInt(path.substring(open + 1, path.indexOf(']')));
        if (path.startsWith("labels")) {
            return logging.at("labels").orElse(logging.place());
        }
        if (path.startsWith("redact[")) {
            ClassicMapping redaction = logging.mapping("redaction");
            List<Place> items = redaction.at("patterns").map(redaction::items).orElse(List.of());
            return index < items.size() ? ClassicLogging.below(items.get(index), path) : redaction.place();
        }
        ClassicMapping files = logging.mapping("files");
        if (path.startsWith("outputs[") && index < files.entries().size()) {
            String name = List.copyOf(files.entries().keySet()).get(index);
            return files.at(name).map(at -> ClassicLogging.below(at, path)).orElse(files.place());
        }
        return process.at(ClassicLogging.LOGGING).orElse(process.place());
    }
}
