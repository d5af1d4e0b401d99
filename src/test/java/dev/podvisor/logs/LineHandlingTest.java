package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.podvisor.logs.Handled.Line;
import dev.podvisor.logs.Handled.Rules;
import dev.podvisor.spec.LevelDetection;
import dev.podvisor.spec.LevelPattern;
import dev.podvisor.spec.LineRate;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.Multiline;
import dev.podvisor.spec.ProcessLogging;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineHandlingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aProcessThatWantsNothingHasNoRules() {
        assertThat(LineRules.of(ProcessLogging.DEFAULT, new Scratch())).isNull();
    }

    // Joining.

    @Test
    void aTracebackOfPythonIsOneEventWithWhatItIsAbout() {
        Handled pipe = new Handled(new Rules().join(500));
        String trace =
                "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    1/0\nZeroDivisionError: x";
        String chain = trace + "\n\nDuring handling of the above exception, another exception occurred:\n\n" + trace;
        pipe.read("before\n" + chain + "\nDuring handling\n" + trace + "\n" + trace + "\nafter\n", 0);
        pipe.end();
        assertThat(pipe.texts()).containsExactly("before", chain, "During handling", trace, trace, "after");
    }

    @Test
    void aStackTraceIsOneEvent() {
        Handled pipe = new Handled(new Rules().join(500).detect());
        pipe.read("ERROR x\njava.lang.E: y\n\tat a\n\nCaused by: z\n\t... 5 more\nCause\n{\n}\n", 0);
        assertThat(pipe.texts())
                .containsExactly("ERROR x", "java.lang.E: y\n\tat a\n\nCaused by: z\n\t... 5 more", "Cause");
        assertThat(pipe.lines.get(1).lines()).isEqualTo(5);
        assertThat(pipe.handling.deadline()).isEqualTo(1_000_000_000);
        pipe.end();
        assertThat(pipe.texts()).endsWith("{\n}");
        assertThat(pipe.accountIsExact()).isTrue();
        assertThat(pipe.memory.used()).isZero();
    }

    @Test
    void anEventEndsWhenNoMoreComesInTime() {
        Handled pipe = new Handled(new Rules().join(500));
        pipe.read("a\n", 0).read(" b\n", 600);
        pipe.handling.tick(1_599_999_999);
        assertThat(pipe.lines).isEmpty();
        assertThat(pipe.handling.deadline()).isEqualTo(1_600_000_000);
        pipe.handling.tick(1_600_000_000);
        assertThat(pipe.texts()).containsExactly("a\n b");
        assertThat(pipe.handling.deadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(pipe.memory.used()).isZero();
        pipe.read(" late\n", 3000).read(" later\n", 9000); // though nobody has looked at the clock
        assertThat(pipe.texts()).containsExactly("a\n b", " late");
    }

    @Test
    void aPatternMaySayWhereAnEventBegins() {
        Rules rules = new Rules();
        rules.with("multiline", new Multiline(Optional.of(new LogPattern("^\\d{4}-")), 3, 1000));
        assertThat(Handled.texts(rules, "x\ny\n2024-a\nb\nc\nd\n2024-e\n"))
                .containsExactly("x\ny", "2024-a\nb\nc", "d", "2024-e");
    }

    @Test
    void anEventHasNoMoreBytesThanALine() {
        String line = " " + "x".repeat(400);
        Handled pipe = new Handled(new Rules().join(500).most(1024)).read(("a\n" + line + "\n").repeat(1), 0);
        pipe.read((line + "\n").repeat(3), 0).end();
        assertThat(pipe.texts()).containsExactly("a\n" + line + "\n" + line, line + "\n" + line);
    }

    @Test
    void anEventEndsWhenThereIsNoMemory() {
        Handled pipe = new Handled(new Rules().join(500), 0, null)
                .read("a\n b\nc\n", 0)
                .end();
        assertThat(pipe.texts()).containsExactly("a", " b", "c");
        pipe = new Handled(new Rules().join(500), 600, null);
        pipe.read("a\n" + " ".repeat(505) + "\n" + " ".repeat(505) + "\n", 0).end();
        assertThat(pipe.texts()).containsExactly("a\n" + " ".repeat(505), " ".repeat(505));
        assertThat(pipe.accountIsExact()).isTrue();
    }

    @Test
    void aLineInPiecesIsNoPartOfAnEvent() {
        Handled pipe = new Handled(new Rules().join(500).most(1024)).read("a\n b\n " + "x".repeat(1030) + "\n c\n", 0);
        assertThat(pipe.end().texts()).containsExactly("a\n b", " " + "x".repeat(1023), "x".repeat(7), " c");
        assertThat(pipe.lines.get(1).partial()).isTrue();
        assertThat(pipe.lines.get(2).partial()).isFalse();
    }

    // JSON.

    private static JsonNode record(String line) throws Exception {
        Line made = new Handled(new Rules().json().detect())
                .read(line + "\n", 0)
                .lines
                .getFirst();
        assertThat(made.text()).isEqualTo(line);
        assertThat(made.json().indexOf('\n')).isEqualTo(made.json().length() - 1);
        return JSON.readTree(made.json());
    }

    @Test
    void anObjectIsTakenApart() throws Exception {
        JsonNode json = record(
                "{\"msg\":\"a \\\"b\\\"\\n\\u00e9\\ud83d\\ude00\",\"a\":{\"b\":[1.50]},\"level\":\"warn\",\"c\":null}");
        assertThat(json.get("message").textValue()).isEqualTo("a \"b\"\n\u00e9\ud83d\ude00");
        assertThat(json.get("level").textValue()).isEqualTo("WARN");
        assertThat(json.get("a").toString()).isEqualTo("{\"b\":[1.50]}".replace("1.50", "1.5"));
        assertThat(json.get("c").isNull()).isTrue();
        assertThat(json.has("msg")).isFalse();
    }

    @Test
    void membersNamedAsOursGetAnotherName() throws Exception {
        JsonNode json =
                record("{\"message\":1,\"msg\":\"x\",\"level\":\"odd\",\"lvl\":30,\"pid\":7,\"\\u0070rocess\":\"p\","
                        + "\"@timestamp\":\"t\",\"labels\":{}}");
        assertThat(json.get("message").textValue()).isEqualTo("x");
        assertThat(json.get("_message").intValue()).isEqualTo(1);
        assertThat(json.get("level").textValue()).isEqualTo("INFO");
        assertThat(json.get("_level").textValue()).isEqualTo("odd");
        assertThat(json.get("pid").intValue()).isEqualTo(1);
        assertThat(json.get("_pid").intValue()).isEqualTo(7);
        assertThat(json.get("_process").textValue()).isEqualTo("p");
        assertThat(json.get("_@timestamp").textValue()).isEqualTo("t");
        assertThat(json.has("_labels")).isTrue();
        assertThat(json.has("lvl")).isFalse();
    }

    @Test
    void anObjectWithoutAMessageHasAnEmptyOne() throws Exception {
        JsonNode json = record(" {\"a\":1} ");
        assertThat(json.get("message").textValue()).isEmpty();
        assertThat(json.get("a").intValue()).isEqualTo(1);
    }

    @Test
    void whatIsNoObjectWithMembersStaysText() throws Exception {
        for (String line : List.of("{}", "[1]", "{\"msg\":\"x\"", "x {\"msg\":\"x\"}", "")) {
            assertThat(record(line).get("message").textValue()).isEqualTo(line);
        }
    }

    @Test
    void levelsOfObjectsAreWordsOrNumbers() throws Exception {
        String[][] levels = {
            {"10", "TRACE"},
            {"20", "DEBUG"},
            {"30", "INFO"},
            {"40", "WARN"},
            {"50", "ERROR"},
            {"60", "FATAL"},
            {"0", "FATAL"},
            {"3", "ERROR"},
            {"4", "WARN"},
            {"6", "INFO"},
            {"7", "DEBUG"},
            {"8", "INFO"},
            {"300", "INFO"},
            {"-3", "INFO"},
            {"3.0", "INFO"},
            {"\"ERROR\"", "ERROR"},
            {"\"Warning\"", "WARN"},
            {"\"notice\"", "INFO"},
            {"\"crit\"", "FATAL"},
            {"\"emerg\"", "FATAL"},
            {"\"panic\"", "FATAL"},
            {"\"err\"", "ERROR"},
            {"\"TRACE\"", "TRACE"},
            {"\"debug\"", "DEBUG"},
            {"\"other\"", "INFO"},
            {"null", "INFO"},
            {"\"\"", "INFO"}
        };
        for (String[] level : levels) {
            assertThat(record("{\"severity\":" + level[0] + "}").get("level").textValue())
                    .as(level[0])
                    .isEqualTo(level[1]);
        }
        assertThat(record("{\"msg\":\"[error] x\"}").get("level").textValue()).isEqualTo("ERROR");
    }

    @Test
    void anObjectOverSeveralLinesIsOneRecord() throws Exception {
        Handled pipe =
                new Handled(new Rules().json().join(500)).read("{\n  \"a\": [\n    1\n  ],\n  \"msg\": \"x\"\n}\n", 0);
        String json = pipe.end().lines.getFirst().json();
        assertThat(json.indexOf('\n')).isEqualTo(json.length() - 1);
        assertThat(JSON.readTree(json).get("a").toString()).isEqualTo("[1]");
    }

    // Level and filters.

    @Test
    void patternsSayALevelBeforeWordsDo() {
        Rules rules = new Rules();
        rules.detect(new LevelDetection(
                List.of(
                        new LevelPattern(LogLevel.Fatal, new LogPattern("out of memory")),
                        new LevelPattern(LogLevel.Debug, new LogPattern("memory"))),
                LogLevel.Trace));
        Handled pipe = new Handled(rules).read("ERROR out of memory\nERROR memory\nERROR\nx\n", 0);
        assertThat(pipe.lines.stream().map(Line::level))
                .containsExactly(LogLevel.Fatal, LogLevel.Debug, LogLevel.Error, LogLevel.Trace);
    }

    @Test
    void linesBelowTheLevelAreLeftOut() {
        Handled pipe = new Handled(new Rules().detect().level(LogLevel.Warning).join(500));
        pipe.read("ERROR a\n b\nINFO c\n d\nWARN e\nf\n", 0).end();
        assertThat(pipe.texts()).containsExactly("ERROR a\n b", "WARN e");
        assertThat(pipe.handling.filtered()).isEqualTo(3);
        assertThat(pipe.accountIsExact()).isTrue();
    }

    @Test
    void includeAndExcludeLookForPatterns() {
        Rules rules = new Rules();
        rules.with("include", List.of(new LogPattern("a"), new LogPattern("b")));
        rules.with("exclude", List.of(new LogPattern("^x")));
        Handled pipe = new Handled(rules).read("a\nc\nb\nxa\n\n", 0);
        assertThat(pipe.texts()).containsExactly("a", "b");
        assertThat(pipe.handling.filtered()).isEqualTo(3);
    }

    @Test
    void aLineInPiecesIsLeftOutOrLetThroughAsAWhole() {
        Rules rules = new Rules().most(1024).detect();
        rules.with("exclude", List.of(new LogPattern("no")));
        Handled pipe = new Handled(rules);
        pipe.read("no " + "x".repeat(3000) + "\nERROR " + "y".repeat(2000) + "no\nz\n", 0);
        assertThat(pipe.lines.stream().map(line -> line.text().length())).containsExactly(1024, 984, 1);
        assertThat(pipe.lines.stream().map(Line::level)).containsExactly(LogLevel.Error, LogLevel.Error, LogLevel.Info);
        assertThat(pipe.handling.filtered()).isEqualTo(3);
        assertThat(pipe.accountIsExact()).isTrue();
    }

    // Rate.

    @Test
    void beyondTheRateLinesAreLeftOutAndTold() {
        Handled pipe = new Handled(new Rules().rate(10, 3)).read("a\nb\nc\nd\ne\n", 0);
        assertThat(pipe.texts()).containsExactly("a", "b", "c");
        assertThat(pipe.handling.takeSuppressed()).isEqualTo(2);
        assertThat(pipe.handling.takeSuppressed()).isZero();
        pipe.read("f\n", 99).read("g\n", 100).read("h\n", 100).read("1\n2\n3\n4\n", 60_000);
        assertThat(pipe.texts()).containsExactly("a", "b", "c", "g", "1", "2", "3");
        assertThat(pipe.handling.rateLimited()).isEqualTo(5);
        assertThat(pipe.accountIsExact()).isTrue();
    }

    @Test
    void bothStreamsShareTheRate() {
        RateBucket bucket = new RateBucket(new LineRate(1, OptionalInt.empty()));
        Handled one = new Handled(new Rules().rate(1, 1), 0, bucket).read("a\n", 0);
        Handled other = new Handled(new Rules().rate(1, 1), 0, bucket).read("b\nc\n", 0);
        assertThat(one.texts()).containsExactly("a");
        assertThat(other.texts()).containsExactly("b");
    }

    @Test
    void whatIsJoinedIsLetThroughAndPaidForLater() {
        Handled pipe = new Handled(new Rules().rate(10, 2).join(500))
                .read("a\n b\n c\n d\ne\nf\n", 0)
                .read("g\nh\n", 400);
        assertThat(pipe.end().texts()).containsExactly("a\n b\n c\n d", "f", "g");
        assertThat(pipe.accountIsExact()).isTrue();
    }

    // All of it.

    @Test
    void noSecretGetsOutHoweverLinesComeAndEveryLineIsAccountedFor() {
        long seed = System.nanoTime();
        System.out.println("LineHandlingTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Rules rules = new Rules()
                    .redact(random.nextBoolean() ? "S-\\d{8}" : "S-[^x]{8}", "nothing")
                    .most(1024);
            if (random.nextBoolean()) {
                rules.json();
            }
            if (random.nextBoolean()) {
                rules.join(random.nextInt(2, 6));
            }
            if (random.nextBoolean()) {
                rules.detect().level(LogLevel.Warning);
            }
            if (random.nextBoolean()) {
                rules.rate(100, 50);
            }
            Handled pipe = new Handled(rules, random.nextInt(3) == 0 ? 2048 : 1 << 20, null);
            String escaped = rules.has("json") && !rules.has("multiline") ? "S\\u002d12345678" : "";
            String text = text(random, escaped);
            int at = 0;
            long millis = 0;
            while (at < text.length()) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextBoolean() ? 5 : 4000));
                pipe.read(text.substring(at, end), millis);
                at = end;
                millis += random.nextInt(50);
            }
            pipe.end();
            for (Line line : pipe.lines) {
                assertThat(line.text() + line.json()).as("seed %d", seed).doesNotContain("S-1", "12345678");
            }
            assertThat(pipe.accountIsExact()).as("seed %d", seed).isTrue();
            assertThat(pipe.memory.used()).as("seed %d", seed).isZero();
        }
    }

    /** Lines of all kinds with secrets in them, none of which has a newline in it. */
    private static String text(Random random, String escaped) {
        StringBuilder text = new StringBuilder();
        String[] pieces = {
            "S-12345678",
            " ",
            "x",
            "ERROR ",
            "\u00e9",
            "\u00ff",
            "\0",
            "\r",
            "{",
            "}",
            "\"",
            "\\",
            "WARN: ",
            "[error] ",
            "key="
        };
        for (int lines = random.nextInt(40); lines > 0; lines--) {
            switch (random.nextInt(5)) {
                case 0 ->
                    text.append("{\"msg\":\"a S-12345678\\n\",\"level\":\"error\",\"b\":[\"")
                            .append(escaped)
                            .append("\"]}");
                case 1 -> text.append("x".repeat(random.nextInt(1000, 1030))).append("S-12345678");
                case 2 -> text.append(" \t".charAt(random.nextInt(2))).append("S-12345678".repeat(random.nextInt(300)));
                default -> {
                    for (int left = random.nextInt(20); left > 0; left--) {
                        text.append(pieces[random.nextInt(pieces.length)]);
                    }
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    @Test
    void linesAreHandledWithoutAllocating() {
        Rules all = new Rules()
                .json()
                .detect()
                .level(LogLevel.Debug)
                .rate(10_000_000, 100_000_000)
                .join(500);
        for (String line : List.of(
                "2024-01-01 12:00:00,123 - app.db - ERROR - and some text until there are a hundred bytes in all of it, I think",
                "{\"time\":\"2024-01-01T12:00:00Z\",\"level\":\"warn\",\"msg\":\"a \\\"b\\\"\",\"a\":{\"b\":[1,2,3]},\"user\":\"somebody else\"}")) {
            assertThat(measure(all, line, "level, json, join, rate")).isLessThan(4);
            measure(new Rules().detect(), line, "level");
            measure(new Rules().json(), line, "json");
            measure(new Rules().join(500), line, "join");
            measure(new Rules().rate(10_000_000, 100_000_000), line, "rate");
            measure(new Rules().redact("password=\\S+"), line, "redact, a pattern with a prefix");
            measure(new Rules().redact("(?i)password=\\S+"), line, "redact, a pattern without one");
            measure(new Rules().redact("some\\w+"), line, "redact, found");
        }
    }

    /** Bytes that are allocated for each line. */
    private static double measure(Rules rules, String line, String what) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        LineRules made = Objects.requireNonNull(LineRules.of(rules.spec(), new Scratch()));
        LineHandling handling = new LineHandling(made, made.bucket(), new PartialLines(1 << 20));
        long[] bytes = new long[1];
        handling.next((from, start, end, facts) -> bytes[0] += end - start);
        byte[] text = line.getBytes(US_ASCII);
        int count = Integer.getInteger("lines", 20_000);
        List<Double> allocated = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            long since = System.nanoTime();
            for (int i = 0; i < count; i++) {
                handling.begin(since);
                handling.line(text, 0, text.length, LineFacts.PLAIN);
            }
            long nanos = System.nanoTime() - since;
            allocated.add((thread.getCurrentThreadAllocatedBytes() - before) / (double) count);
            if (round == 3) {
                System.out.printf(
                        "%-32s %9d lines/s, %7.1f bytes/line%n",
                        what, count * 1_000_000_000L / nanos, allocated.getLast());
            }
        }
        return allocated.getLast();
    }
}
