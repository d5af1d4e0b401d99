package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecentLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecentLog log = new RecentLog(256 * 1024);
    private final RecentFeed feed = new RecentFeed(log);

    @AfterEach
    void memoryIsBoundedAndGivenBack() {
        assertThat(log.used()).isBetween(0L, 256L * 1024);
        log.retain(Set.of());
        assertThat(log.used()).isZero();
        assertThat(log.processes()).isEmpty();
    }

    @Test
    void keepsLinesAsTheyWereWithWhatIsKnownOfThem() {
        feed.labelled(Map.of("app", "shop")).print("web", 1, LogStream.Stderr, "one\n\ntwo \"\u00ff\r\nthree");
        List<JsonNode> records = read(all());
        assertThat(messages(records)).containsExactly("one", "", "two \"\ufffd", "three");
        assertThat(records.getFirst())
                .hasToString(
                        "{\"@timestamp\":\"2026-09-21T14:13:20.000Z\",\"level\":\"INFO\",\"process\":\"web\",\"replica\":1,"
                                + "\"pid\":11,\"stream\":\"stderr\",\"labels\":{\"app\":\"shop\"},\"message\":\"one\"}");
    }

    @Test
    void keepsLevelsFieldsAndJoinedLinesApart() {
        RecentLane lane = feed.lane("web", 0, LogStream.Stdout);
        byte[] chunk = "a\nb\nc\njoined\nline\nd".getBytes(ISO_8859_1);
        LineFacts facts = new LineFacts();
        lane.begin(RecentFeed.MILLIS, chunk);
        lane.line(chunk, 0, 1, facts);
        facts.level = LogLevel.Error;
        lane.line(chunk, 2, 3, facts);
        lane.line(chunk, 4, 5, facts);
        facts.newlines = 1;
        lane.line(chunk, 6, 17, facts);
        facts.newlines = 0;
        facts.fields = "\"x\":7".getBytes(ISO_8859_1);
        facts.fieldsEnd = facts.fields.length;
        lane.line(chunk, 18, 19, facts);
        lane.flush();
        List<JsonNode> records = read(all());
        assertThat(messages(records)).containsExactly("a", "b", "c", "joined\nline", "d");
        assertThat(records)
                .extracting(record -> record.get("level").asText())
                .containsExactly("INFO", "ERROR", "ERROR", "ERROR", "ERROR");
        assertThat(records.get(4).get("x").asInt()).isEqualTo(7);
        assertThat(records.get(3).has("x")).isFalse();
    }

    @Test
    void linesOfAnArrayThatChangesAreTakenAtOnce() {
        RecentLane lane = feed.lane("web", 0, LogStream.Stdout);
        LineCutter cutter = new LineCutter(new PartialLines(1024 * 1024));
        byte[] chunk = new byte[16];
        for (String piece : List.of("fo", "o\nba", "r\nbaz\nnext", " one\n")) {
            byte[] bytes = piece.getBytes(ISO_8859_1);
            System.arraycopy(bytes, 0, chunk, 0, bytes.length);
            lane.begin(RecentFeed.MILLIS, chunk);
            cutter.feed(chunk, bytes.length, lane);
            lane.flush();
            Arrays.fill(chunk, (byte) 'X');
        }
        assertThat(messages(read(all()))).containsExactly("foo", "bar", "baz", "next one");
    }

    @Test
    void theOldestMakeRoomAsWholeEntries() {
        feed.keeping(4096);
        for (int i = 0; i < 1000; i++) {
            feed.print("web", "line " + i + "\n");
        }
        List<String> kept = messages(read(all()));
        assertThat(kept).hasSizeBetween(60, 4096 / RecentLines.HEADER).endsWith("line 998", "line 999");
        int first = 1000 - kept.size();
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i)).isEqualTo("line " + (first + i));
        }
    }

    @Test
    void ofAChunkLargerThanTheRingTheEndIsKept() {
        feed.keeping(2000);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("line ").append(i).append('\n');
        }
        feed.print("web", "before\n");
        feed.print("web", text.toString());
        List<String> kept = messages(read(all()));
        assertThat(kept).hasSize((2000 - RecentLines.HEADER + 1) / 9).endsWith("line 999");
    }

    @Test
    void ofALineLargerThanTheRingTheBeginningIsKeptAndMarked() {
        feed.keeping(2000);
        feed.print("web", "x".repeat(300 * 1024) + "\n");
        List<JsonNode> records = read(all());
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().get("message").asText()).isEqualTo("x".repeat(2000 - RecentLines.HEADER));
        assertThat(records.getFirst().get("truncated").asBoolean()).isTrue();
    }

    @Test
    void piecesOfALongLineSaySo() {
        feed.print("web", "y".repeat(LineCutter.MAX_LINE) + "end\nnext\n");
        List<JsonNode> records = read(all());
        assertThat(messages(records)).endsWith("end", "next");
        assertThat(records.getLast().has("partial")).isFalse();
    }

    @Test
    void idleRingsNeedNoMemoryAndAFewLinesLittle() {
        for (int i = 0; i < 500; i++) {
            log.of("p" + i, 0, 64 * 1024);
        }
        assertThat(log.used()).isZero();
        for (int i = 0; i < 500; i++) {
            feed.print("p" + i, "hello\n");
        }
        assertThat(log.used()).as("beside a KiB each").isZero();
    }

    @Test
    void whereMemoryIsUsedUpRingsGrowNoFurtherAndGoOn() {
        String text = "0123456789\n".repeat(6000);
        for (int i = 0; i < 20; i++) {
            feed.print("p" + i, text);
        }
        assertThat(log.used()).isLessThanOrEqualTo(256 * 1024);
        feed.print("p19", "last\n");
        assertThat(messages(read(new RecentQuery(Set.of("p19"), -1, Optional.empty(), -1, 0, false))))
                .endsWith("0123456789", "last")
                .hasSizeGreaterThan(40);
    }

    @Test
    void aSmallerBoundEvictsAndZeroForgets() {
        feed.print("web", "a".repeat(90) + "\n" + "b".repeat(90) + "\n");
        for (int i = 0; i < 100; i++) {
            feed.print("web", "line " + i + "\n");
        }
        log.of("web", 0, 600);
        List<String> kept = messages(read(all()));
        assertThat(kept).hasSize(600 / (RecentLines.HEADER + 7)).endsWith("line 99");
        log.of("web", 0, 0);
        assertThat(read(all())).isEmpty();
        feed.keeping(0).print("web", "unseen\n");
        assertThat(read(all())).isEmpty();
        feed.keeping(4096).print("web", "seen\n");
        assertThat(messages(read(all()))).containsExactly("seen");
    }

    @Test
    void whatGoesIntoAForgottenRingIsGone() {
        RecentLane lane = feed.lane("old", 0, LogStream.Stdout);
        feed.print("old", "before\n");
        log.retain(Set.of("web"));
        byte[] chunk = "after\n".getBytes(ISO_8859_1);
        lane.begin(0, chunk);
        lane.line(chunk, 0, 5, LineFacts.PLAIN);
        lane.flush();
        assertThat(read(all())).isEmpty();
        assertThat(log.has("old", 0)).isFalse();
    }

    @Test
    void linesOfAllRingsComeInTheirOrder() {
        for (int i = 0; i < 30; i++) {
            feed.print("p" + i % 3, i % 2, i % 5 == 0 ? LogStream.Stderr : LogStream.Stdout, i + "\n");
        }
        List<String> all = messages(read(all()));
        assertThat(all).hasSize(30);
        for (int i = 0; i < 30; i++) {
            assertThat(all.get(i)).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void tailSinceReplicaStreamAndNameChoose() {
        feed.at(1000).print("web", "1\n2\n3\n");
        feed.at(2000).print("web", 1, LogStream.Stderr, "4\n");
        feed.at(3000).print("db", "5\n6\n");
        assertThat(messages(read(query(Set.of(), -1, null, 4, 0)))).containsExactly("3", "4", "5", "6");
        assertThat(messages(read(query(Set.of(), -1, null, 0, 0)))).isEmpty();
        assertThat(messages(read(query(Set.of(), -1, null, 100, 0)))).hasSize(6);
        assertThat(messages(read(query(Set.of("web"), -1, null, -1, 0)))).containsExactly("1", "2", "3", "4");
        assertThat(messages(read(query(Set.of("web"), -1, LogStream.Stdout, 2, 0))))
                .containsExactly("2", "3");
        assertThat(messages(read(query(Set.of(), 1, null, -1, 0)))).containsExactly("4");
        assertThat(messages(read(query(Set.of(), -1, LogStream.Stderr, 1, 0)))).containsExactly("4");
        assertThat(messages(read(query(Set.of(), -1, null, -1, 2000)))).containsExactly("4", "5", "6");
        assertThat(messages(read(query(Set.of(), -1, null, 2, 2000)))).containsExactly("5", "6");
    }

    @Test
    void whoFollowsGetsWhatComesAndRingsThatComeLater() throws InterruptedException {
        feed.print("web", "old\n");
        RecentReader reader = log.read(new RecentQuery(Set.of(), -1, Optional.empty(), 0, 0, true));
        assertThat(messages(drain(reader))).isEmpty();
        feed.print("web", "new\n");
        feed.print("late", "hello\n");
        reader.await(Duration.ofSeconds(30), () -> true);
        assertThat(messages(drain(reader))).containsExactly("new", "hello");
        reader.await(Duration.ofMillis(1), () -> true);
        assertThat(messages(drain(reader))).isEmpty();
    }

    @Test
    void whoFallsBehindIsToldHowMuchIsMissingOfWhatItWants() {
        feed.keeping(2000);
        RecentReader all = log.read(new RecentQuery(Set.of(), -1, Optional.empty(), -1, 0, true));
        RecentReader errors = log.read(new RecentQuery(Set.of(), -1, Optional.of(LogStream.Stderr), -1, 0, true));
        for (int i = 0; i < 500; i++) {
            feed.print("web", 0, i % 10 == 0 ? LogStream.Stderr : LogStream.Stdout, i + "\n");
        }
        List<JsonNode> records = drain(all);
        long skipped = 0;
        for (JsonNode record : records) {
            skipped += record.path("skipped").asLong();
        }
        long lines = records.stream().filter(record -> !record.has("skipped")).count();
        assertThat(lines + skipped).isEqualTo(500);
        assertThat(records.getFirst().get("message").asText())
                .matches("podvisor skipped \\d+ lines: they came faster than they were read");
        List<JsonNode> wanted = drain(errors);
        assertThat(wanted.getFirst().get("skipped").asLong() + wanted.size() - 1)
                .isEqualTo(50);
    }

    @Test
    void readersUnderAFastWriterSeeWholeLinesInOrderAndCountTheRest() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        int count = 200_000;
        feed.keeping(8 * 1024);
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            checks.add(new Check(log.read(new RecentQuery(Set.of(), -1, Optional.empty(), -1, 0, true)), count));
        }
        List<Thread> threads = checks.stream().map(Thread.ofPlatform()::start).toList();
        RecentLane lane = feed.lane("web", 0, LogStream.Stdout);
        Random random = new Random(seed);
        byte[] chunk = new byte[64 * 1024];
        LineCutter cutter = new LineCutter(new PartialLines(1024 * 1024));
        int length = 0;
        for (int i = 0; i < count; i++) {
            byte[] line = (i + " " + "abcdefghij".repeat(random.nextInt(20)) + "\n").getBytes(ISO_8859_1);
            System.arraycopy(line, 0, chunk, length, line.length);
            length += line.length;
            if (random.nextInt(50) == 0 || length > chunk.length - 300 || i == count - 1) {
                lane.begin(i, chunk);
                cutter.feed(chunk, length, lane);
                lane.flush();
                length = 0;
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Check check : checks) {
            assertThat(check.problem).isEmpty();
            assertThat(check.next).isEqualTo(count);
        }
    }

    /** Reads until the last line, each of which has the number that its place wants. */
    private static final class Check implements Runnable {
        private final RecentReader reader;
        private final int count;
        private long next;
        private String problem = "";

        Check(RecentReader reader, int count) {
            this.reader = reader;
            this.count = count;
        }

        @Override
        public void run() {
            try {
                while (next < count && problem.isEmpty()) {
                    for (JsonNode record : drain(reader)) {
                        check(record);
                    }
                    reader.await(Duration.ofMillis(100), () -> true);
                }
            } catch (InterruptedException e) {
                problem = "interrupted";
            }
        }

        private void check(JsonNode record) {
            if (record.has("skipped")) {
                next += record.get("skipped").asLong();
                return;
            }
            String message = record.get("message").asText();
            if (!message.matches(next + " (abcdefghij)*")) {
                problem += "instead of " + next + ": " + message + "\n";
            }
            next++;
        }
    }

    private static RecentQuery all() {
        return query(Set.of(), -1, null, -1, 0);
    }

    private static RecentQuery query(Set<String> names, int replica, LogStream stream, long tail, long since) {
        return new RecentQuery(names, replica, Optional.ofNullable(stream), tail, since, false);
    }

    private List<JsonNode> read(RecentQuery query) {
        return drain(log.read(query));
    }

    private static List<JsonNode> drain(RecentReader reader) {
        List<JsonNode> records = new ArrayList<>();
        for (int length = reader.next(); length > 0; length = reader.next()) {
            String text = new String(reader.buffer(), 0, length, java.nio.charset.StandardCharsets.UTF_8);
            assertThat(text).endsWith("\n");
            for (String line : text.split("\n")) {
                try {
                    records.add(JSON.readTree(line));
                } catch (java.io.IOException e) {
                    throw new AssertionError(line, e);
                }
            }
        }
        return records;
    }

    private static List<String> messages(List<JsonNode> records) {
        return records.stream().map(record -> record.get("message").asText()).toList();
    }
}
