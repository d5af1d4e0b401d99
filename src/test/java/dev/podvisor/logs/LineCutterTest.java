package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineCutterTest {

    private final Collected collected = new Collected();
    private final PartialLines memory = new PartialLines(1024 * 1024);
    private final LogSource web = new LogSource("web");
    private final Lane lane = new Lane(
            new Batch(collected, new TextLine(false), new ArrayDeque<>()),
            web,
            new LogSource("markers"),
            new Origin("web", "web", 0, 1, LogStream.Stdout, Map.of()),
            LogLevel.Trace,
            null);
    private final Lanes lanes = new Lanes(new Lane[] {lane}, 7);
    private final LineCutter cutter = new LineCutter(memory);

    @AfterEach
    void everyLineIsLabelledAndEnded() {
        String text = collected.text();
        assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
        assertThat(Pattern.compile("\n").splitAsStream(text)) // lines() would split at carriage returns too
                .hasSize(collected.lines)
                .allMatch(line -> line.startsWith("web | "));
    }

    @Test
    void keepsTheOrderOfLinesAndLeavesEmptyOnes() {
        feed("one\n\ntwo\n");
        end();
        assertThat(collected.text()).isEqualTo("web | one\nweb | \nweb | two\n");
    }

    @Test
    void joinsALineThatComesByteByByte() {
        for (char c : "slow\nnext".toCharArray()) {
            feed(String.valueOf(c));
        }
        end();
        assertThat(collected.text()).isEqualTo("web | slow\nweb | next\n");
    }

    @Test
    void endsALastLineWithoutNewline() {
        feed("one\ntwo");
        assertThat(collected.text()).isEqualTo("web | one\n");
        end();
        assertThat(collected.text()).isEqualTo("web | one\nweb | two\n");
    }

    @Test
    void aLineOfExactlyTheGreatestLengthIsNotCut() {
        feed("a".repeat(LineCutter.MAX_LINE));
        feed("\nb\n");
        end();
        assertThat(collected.text()).isEqualTo("web | " + "a".repeat(LineCutter.MAX_LINE) + "\nweb | b\n");
    }

    @Test
    void aLongerLineIsCutIntoPiecesOfTheGreatestLength() {
        feed("a".repeat(2 * LineCutter.MAX_LINE + 5) + "\nb\n");
        end();
        assertThat(collected.text().lines().map(String::length))
                .containsExactly(LineCutter.MAX_LINE + 6, LineCutter.MAX_LINE + 6, 11, 7);
    }

    @Test
    void memoryForPartialLinesIsGivenBack() {
        feed("a".repeat(100_000));
        assertThat(memory.used()).isBetween(100_000, 200_000);
        feed("\n");
        assertThat(memory.used()).isZero();
        feed("short");
        end();
        assertThat(memory.used()).isZero();
    }

    @Test
    void withoutMemoryLinesAreCutButNoByteIsLost() {
        PartialLines scarce = new PartialLines(2048);
        LineCutter first = new LineCutter(scarce);
        LineCutter second = new LineCutter(scarce);
        byte[] long1 = "a".repeat(1500).getBytes(ISO_8859_1);
        byte[] long2 = "b".repeat(1500).getBytes(ISO_8859_1);
        first.feed(long1, long1.length, lanes);
        second.feed(long2, long2.length, lanes);
        second.feed(new byte[] {'\n', 'c', '\n'}, 3, lanes);
        first.feed(long1, long1.length, lanes);
        first.feed(new byte[] {'\n'}, 1, lanes);
        first.end(lanes);
        second.end(lanes);
        lanes.flush();
        assertThat(collected.text().lines().filter(line -> line.startsWith("web | b")))
                .containsExactly("web | " + "b".repeat(1500));
        assertThat(collected.text().chars().filter(c -> c == 'a').count()).isEqualTo(3000);
        assertThat(collected.text().lines()).contains("web | c").doesNotContain("web | ");
        assertThat(scarce.used()).isZero();
    }

    @Test
    void anyChunkingYieldsTheSameLines() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] sent = new byte[random.nextInt(3000)];
            random.nextBytes(sent);
            for (int i = 0; i < sent.length; i++) {
                if (random.nextInt(20) == 0) {
                    sent[i] = '\n';
                }
            }
            collected.clear();
            for (int from = 0; from < sent.length; ) {
                int count = 1 + random.nextInt(Math.min(200, sent.length - from));
                byte[] chunk = Arrays.copyOfRange(sent, from, from + count + random.nextInt(3));
                cutter.feed(chunk, count, lanes); // what lies behind the count is not part of it
                from += count;
            }
            end();
            assertThat(collected.text()).as("seed %d round %d", seed, round).isEqualTo(labelled(sent));
        }
    }

    private static String labelled(byte[] sent) {
        String text = new String(sent, ISO_8859_1);
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        StringBuilder expected = new StringBuilder();
        lines.forEach(line -> expected.append("web | ")
                .append(line, 0, line.endsWith("\r") ? line.length() - 1 : line.length())
                .append('\n'));
        return expected.toString();
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int from = 0; from < bytes.length; from += 64 * 1024) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 64 * 1024));
            cutter.feed(chunk, chunk.length, lanes);
        }
        lanes.flush();
    }

    private void end() {
        cutter.end(lanes);
        lanes.flush();
    }

    /** Keeps what is written; every test reads it as one text. */
    private static final class Collected implements OutputSink {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int lines;

        @Override
        public void start() {}

        @Override
        public boolean write(LogSource source, byte[] from, int length, int count) {
            return offer(source, from, length, count, false);
        }

        @Override
        public int room() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int space() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void awaitRoom() {}

        @Override
        public void dropped(int count) {}

        @Override
        public boolean offer(LogSource source, byte[] from, int length, int count, boolean beyond) {
            bytes.write(from, 0, length);
            lines += count;
            return true;
        }

        @Override
        public boolean flush(Duration atMost) {
            return true;
        }

        @Override
        public void stopWaiting() {}

        @Override
        public void close() {}

        String text() {
            return bytes.toString(ISO_8859_1);
        }

        void clear() {
            bytes.reset();
            lines = 0;
        }
    }
}
