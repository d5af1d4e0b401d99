package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LoggingSpec;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.OutputSource;
import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.RotationSpec;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.SyslogFacility;
import dev.podvisor.spec.SyslogProtocol;
import dev.podvisor.spec.SyslogSpec;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what {@code global} says about logs: {@code logging.outputs}, {@code log_format} and {@code log_level}. */
final class ClassicLogging {

    static final String LOGGING = "logging";
    static final String FORMAT = "log_format";
    static final String LEVEL = "log_level";

    static final Type.Text TEXT = new Type.Text("a text", "[^\\x00]*", 4096);

    /** As Go's slog and other loggers write them. */
    static final Type.Word<LogLevel> LEVELS = new Type.Word<>(
            "one of",
            List.of("trace", "debug", "info", "warn", "error", "fatal"),
            "(?i)(trace|debug|info|warn|warning|error|fatal|critical)",
            word -> switch (word.toLowerCase(Locale.ROOT)) {
                case "trace" -> LogLevel.Trace;
                case "debug" -> LogLevel.Debug;
                case "info" -> LogLevel.Info;
                case "warn", "warning" -> LogLevel.Warning;
                case "error" -> LogLevel.Error;
                default -> LogLevel.Fatal;
            });

    static final Shape<?> OUTPUT = ProcessSetSpec.SHAPE.nested(LOGGING).nested("outputs");

    private static final Shape<?> SYSLOG = OUTPUT.nested("syslog");
    private static final Type.Word<OutputFormat> FORMATS = lower("one of", OutputFormat.class);
    private static final Type.Word<OutputType> TYPES = lower("one of", OutputType.class);
    private static final Type.Word<SyslogFacility> FACILITIES = lower("a facility", SyslogFacility.class);
    private static final Type.Word<SyslogProtocol> PROTOCOLS = lower("one of", SyslogProtocol.class);
    private static final Type.Word<String> NETWORKS =
            new Type.Word<>("one of", List.of("udp", "tcp", "unix"), "udp|tcp|unix", word -> word);
    private static final int MOST_OUTPUTS = 16;

    private final ClassicContext context;
    private final ClassicMapping global;

    ClassicLogging(ClassicContext context, ClassicMapping global) {
        this.context = context;
        this.global = global;
    }

    /** Empty when the document says nothing of it. */
    Optional<LoggingSpec> read() {
        OutputFormat format = global.<OutputFormat>value(FORMAT, FORMATS).orElse(OutputFormat.Text);
        Optional<LogLevel> level = global.value(LEVEL, LEVELS);
        ClassicMapping logging = global.mapping(LOGGING);
        logging.check();
        Optional<Place> list = logging.at("outputs");
        List<Place> items = list.map(at -> items(logging, at)).orElse(List.of());
        if (!items.isEmpty()) {
            List<OutputSpec> outputs = new ArrayList<>();
            items.forEach(item -> output(item, format, level).ifPresent(outputs::add));
            return outputs.isEmpty() ? Optional.empty() : Optional.of(new LoggingSpec(outputs));
        }
        return global.has(FORMAT) || level.isPresent() ? Optional.of(usual(format, level)) : Optional.empty();
    }

    /** What holds without outputs, in another format; the level is that of the supervisor's own log. */
    private static LoggingSpec usual(OutputFormat format, Optional<LogLevel> level) {
        return new LoggingSpec(List.of(
                plain(OutputType.Stdout, format, OutputSource.Processes, Optional.empty()),
                plain(OutputType.Stderr, format, OutputSource.Supervisor, level)));
    }

    private static OutputSpec plain(
            OutputType type, OutputFormat format, OutputSource source, Optional<LogLevel> level) {
        return new OutputSpec(
                type, format, "", Optional.empty(), Optional.of(source), List.of(), List.of(), level, Optional.empty());
    }

    private List<Place> items(ClassicMapping logging, Place list) {
        if (!(list.node() instanceof Sequence)) {
            context.problems().error(list, "it is " + list.kind() + ", not a list", "write - type: stdout");
        }
        List<Place> items = logging.items(list);
        if (items.size() > MOST_OUTPUTS) {
            context.problems().error(list, "it has " + items.size() + " items", "at most " + MOST_OUTPUTS);
            return List.of();
        }
        return items;
    }

    private Optional<OutputSpec> output(Place item, OutputFormat usual, Optional<LogLevel> least) {
        ClassicMapping output = new ClassicMapping(context, "global.logging.outputs", item);
        output.check();
        if (!output.has("type")) {
            context.problems().error(item, "type is missing", "it takes " + Wording.words(TYPES));
        }
        Optional<OutputType> type = output.value("type", TYPES);
        OutputFormat format = output.<OutputFormat>value("format", FORMATS).orElse(usual);
        Optional<LogLevel> level = output.<LogLevel>value("level", LEVELS).or(() -> least);
        String path = output.<String>value("path", OUTPUT.type("path")).orElse("");
        Optional<SyslogSpec> syslog = type.filter(OutputType.Syslog::equals).map(_ -> syslog(output));
        boolean rotated =
                output.has("rotation") || type.filter(OutputType.File::equals).isPresent();
        Optional<RotationSpec> rotation = rotated
                ? Optional.of(new ClassicRotation(context).global(output.mapping("rotation")))
                : Optional.empty();
        return type.map(
                t -> new OutputSpec(t, format, path, syslog, Optional.empty(), List.of(), List.of(), level, rotation));
    }

    private SyslogSpec syslog(ClassicMapping output) {
        String network = output.<String>value("network", NETWORKS).orElse("");
        String address =
                output.at("address").flatMap(at -> address(at, network)).orElse(SyslogSpec.DEFAULT.address());
        SyslogFacility facility =
                output.<SyslogFacility>value("facility", FACILITIES).orElse(SyslogSpec.DEFAULT.facility());
        return new SyslogSpec(address, facility, output.value("protocol", PROTOCOLS));
    }

    /** Without a port it is that of syslog, and a path is that of a socket. */
    private Optional<String> address(Place at, String network) {
        Optional<String> given = context.<String>value(TEXT, at).filter(text -> !text.isBlank());
        if (given.isEmpty() || !(at.node() instanceof Scalar scalar)) {
            return Optional.empty();
        }
        String address = given.get().strip();
        if (address.startsWith("/")) {
            address = "unix://" + address;
        } else if (!address.contains("://")) {
            boolean port = address.lastIndexOf(':') > address.lastIndexOf(']') && address.indexOf(':') >= 0;
            address = (network.isEmpty() ? "udp" : network) + "://" + address + (port ? "" : ":514");
        }
        Node node = new Scalar(address, true, scalar.shared(), scalar.line(), scalar.column());
        return context.value(SYSLOG.type("address"), new Place(node, at.path(), at.secret()));
    }

    /** Where the document has what a path such as {@code spec.logging.outputs[1].path} is about. */
    static Place place(ClassicMapping global, String path) {
        ClassicMapping logging = global.mapping(LOGGING);
        Place outputs = logging.at("outputs").orElse(logging.place());
        int open = path.indexOf('[');
        List<Place> items = logging.items(outputs);
        int index = open < 0 ? items.size() : Integer.parseInt(path.substring(open + 1, path.indexOf(']')));
        if (index >= items.size()) {
            return outputs;
        }
        return below(items.get(index), path);
    }

    /** Where an item has the last key of a path, or the item. */
    static Place below(Place item, String path) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        return Locator.key(item.node(), key)
                .map(node -> item.key(key, node, false))
                .orElse(item);
    }

    /** The constants of an enum in lower case; in any case in a document. */
    private static <E extends Enum<E>> Type.Word<E> lower(String what, Class<E> type) {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        List<String> words = List.copyOf(constants.keySet());
        return new Type.Word<>(
                what,
                words,
                "(?i)(" + String.join("|", words) + ")",
                word -> Objects.requireNonNull(constants.get(word.toLowerCase(Locale.ROOT))));
    }
}
