package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.JsonLines;
import dev.podvisor.spec.LevelDetection;
import dev.podvisor.spec.LineRate;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.Multiline;
import dev.podvisor.spec.ProcessLogging;
import dev.podvisor.spec.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A pipe whose lines are handled as a process wants it, and what came of them. */
final class Handled {

    /** What a process says of its lines. */
    static final class Rules {

        Optional<LogLevel> level = Optional.empty();
        Optional<LevelDetection> detection = Optional.empty();
        Optional<JsonLines> json = Optional.empty();
        Optional<Multiline> multiline = Optional.empty();
        List<LogPattern> include = List.of();
        List<LogPattern> exclude = List.of();
        List<Redaction> redact = List.of();
        Optional<LineRate> rate = Optional.empty();
        int maxLineBytes = LineCutter.MAX_LINE;

        Rules json() {
            json = Optional.of(
                    new JsonLines(List.of("message", "msg", "log"), List.of("level", "severity", "lvl", "level_name")));
            return this;
        }

        Rules detect() {
            detection = Optional.of(new LevelDetection(List.of(), LogLevel.Info));
            return this;
        }

        Rules join(int lines) {
            multiline = Optional.of(new Multiline(Optional.empty(), lines, 1000));
            return this;
        }

        Rules redact(String... patterns) {
            redact = List.of(patterns).stream()
                    .map(pattern -> new Redaction(new LogPattern(pattern), "[redacted]"))
                    .toList();
            return this;
        }

        Rules rate(int perSecond, int burst) {
            rate = Optional.of(new LineRate(perSecond, OptionalInt.of(burst)));
            return this;
        }

        Rules level(LogLevel least) {
            level = Optional.of(least);
            return this;
        }

        Rules most(int lineBytes) {
            maxLineBytes = lineBytes;
            return this;
        }

        ProcessLogging spec() {
            ProcessLogging base = ProcessLogging.DEFAULT;
            return new ProcessLogging(
                    base.outputs(),
                    base.inheritOutputs(),
                    base.labels(),
                    level,
                    detection,
                    json,
                    multiline,
                    include,
                    exclude,
                    redact,
                    rate,
                    Amount.bytes(maxLineBytes),
                    base.pressure(),
                    base.blockSeconds(),
                    base.recentBytes());
        }
    }

    /** A line as outputs get it: as text, and as a record. */
    record Line(LogLevel level, String text, String json, boolean partial, boolean truncated, int lines) {}

    final List<Line> lines = new ArrayList<>();
    final PartialLines memory;
    final LineHandling handling;
    final LineCutter cutter;
    int in;
    int out;
    private final JsonLine encoder = new JsonLine();

    Handled(Rules rules) {
        this(rules, 16 * 1024 * 1024, null);
    }

    Handled(Rules rules, int memoryBytes, @Nullable RateBucket shared) {
        memory = new PartialLines(memoryBytes);
        LineRules made = Objects.requireNonNull(LineRules.of(rules.spec(), new Scratch()));
        handling = new LineHandling(made, shared == null ? made.bucket() : shared, memory);
        cutter = new LineCutter(memory);
        cutter.longest(rules.maxLineBytes);
        encoder.now(0);
        encoder.of(new Origin("web", "web", 0, 1, LogStream.Stdout, Map.of()));
        handling.next(this::took);
    }

    private void took(byte[] from, int start, int end, LineFacts facts) {
        byte[] json = new byte[encoder.exactBytes(from, start, end, facts)];
        int size = encoder.encode(from, start, end, facts, json, 0);
        if (size != json.length || size > encoder.mostBytes(end - start, facts)) {
            throw new AssertionError("a record of " + size + " bytes instead of " + json.length);
        }
        lines.add(new Line(
                facts.level,
                new String(from, start, end - start, ISO_8859_1),
                new String(json, UTF_8),
                facts.partial,
                facts.truncated,
                1 + facts.newlines));
        out += 1 + facts.newlines;
    }

    /** Reads bytes, each character one. */
    Handled read(String chunk, long millis) {
        handling.begin(millis * 1_000_000);
        byte[] bytes = chunk.getBytes(ISO_8859_1);
        cutter.feed(bytes, bytes.length, counted());
        return this;
    }

    Handled end() {
        cutter.end(counted());
        handling.end();
        return this;
    }

    private LineTaker counted() {
        return new LineTaker() {
            @Override
            public void line(byte[] from, int start, int end, LineFacts facts) {
                in++;
                handling.line(from, start, end, facts);
            }

            @Override
            public void partialEnded() {
                handling.partialEnded();
            }
        };
    }

    /** What an output of text gets of these bytes. */
    static List<String> texts(Rules rules, String bytes) {
        return new Handled(rules).read(bytes, 0).end().texts();
    }

    List<String> texts() {
        return lines.stream().map(Line::text).toList();
    }

    /** All that come are somewhere. */
    boolean accountIsExact() {
        return in == out + handling.filtered() + handling.rateLimited() + handling.absorbed();
    }
}
