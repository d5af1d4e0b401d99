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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pipe whose lines are handled as a process wants it, and what came of them. */
final class Handled {

    /** What a process says of its lines. */
    static final class Rules {

        private final Map<String, Object> fields = new HashMap<>();

        Rules with(String field, Object value) {
            fields.put(field, value);
            return this;
        }

        boolean has(String field) {
            return fields.containsKey(field);
        }

        Rules json() {
            return with(
                    "json",
                    new JsonLines(List.of("message", "msg", "log"), List.of("level", "severity", "lvl", "level_name")));
        }

        Rules detect() {
            return detect(new LevelDetection(List.of(), LogLevel.Info));
        }

        Rules detect(LevelDetection detection) {
            return with("levelDetection", detection);
        }

        Rules join(int lines) {
            return with("multiline", new Multiline(Optional.empty(), lines, 1000));
        }

        Rules redact(String... patterns) {
            return redact(Stream.of(patterns)
                    .map(pattern -> new Redaction(new LogPattern(pattern), "[redacted]"))
                    .toArray(Redaction[]::new));
        }

        Rules redact(Redaction... redactions) {
            return with("redact", List.of(redactions));
        }

        Rules rate(int perSecond, int burst) {
            return with("rateLimit", new LineRate(perSecond, OptionalInt.of(burst)));
        }

        Rules level(LogLevel least) {
            return with("level", least);
        }

        Rules most(int lineBytes) {
            return with("maxLineBytes", Amount.bytes(lineBytes));
        }

        ProcessLogging spec() {
            return LogSpecs.process(fields);
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
        ProcessLogging spec = rules.spec();
        LineRules made = Objects.requireNonNull(LineRules.of(spec, new Scratch()));
        handling = new LineHandling(made, shared == null ? made.bucket() : shared, memory);
        cutter = new LineCutter(memory);
        cutter.longest((int) spec.maxLineBytes().value());
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
