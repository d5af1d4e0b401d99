package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.podvisor.linux.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPumpTest {

    @TempDir
    private Path directory;

    private Path output() {
        return directory.resolve("output");
    }

    @Test
    void linesOfAllChildrenComeOutWholeAndInOrder() {
        try (Rig rig = new Rig(output())) {
            List<TestPipe> pipes = new ArrayList<>();
            for (int child = 0; child < 5; child++) {
                pipes.add(rig.attach("child-" + child));
            }
            for (int line = 0; line < 200; line++) {
                for (int child = 0; child < 5; child++) {
                    pipes.get(child).write(line + "-half");
                }
                for (int child = 4; child >= 0; child--) {
                    pipes.get(child).write("-whole\n");
                }
            }
            rig.drain();
        }
        Map<String, List<String>> byLabel = Rig.text(output())
                .lines()
                .collect(Collectors.groupingBy(line -> line.substring(0, 10), TreeMap::new, Collectors.toList()));
        assertThat(byLabel).hasSize(5);
        byLabel.forEach((label, lines) -> {
            assertThat(lines).hasSize(200);
            for (int line = 0; line < 200; line++) {
                assertThat(lines.get(line)).isEqualTo(label + line + "-half-whole");
            }
        });
    }

    @Test
    void everyByteValuePassesUnchangedButACarriageReturnBeforeTheNewline() {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        try (Rig rig = new Rig(output())) {
            TestPipe pipe = rig.attach("raw");
            pipe.write(all);
            pipe.write("crlf\r\nlast");
            rig.drain();
        }
        String expected = "raw | " + new String(all, ISO_8859_1).replace("\n", "\nraw | ") + "crlf\nraw | last\n";
        assertThat(new String(Rig.bytes(output()), ISO_8859_1)).isEqualTo(expected);
    }

    @Test
    void aLineOfTenMegabytesComesOutInPieces() {
        byte[] line = new byte[10_000_000];
        Arrays.fill(line, (byte) 'x');
        LogSource source = new LogSource("big");
        try (Rig rig = new Rig(output())) {
            TestPipe pipe = rig.attach(source);
            pipe.write(line);
            pipe.write("\nshort\n");
            rig.drain();
            assertThat(source.written()).isEqualTo(10_000_000 / LineCutter.MAX_LINE + 2);
        }
        List<String> lines = Rig.text(output()).lines().toList();
        assertThat(lines.getLast()).isEqualTo("big | short");
        assertThat(lines.stream().mapToInt(piece -> piece.length() - 6).sum()).isEqualTo(10_000_005);
        assertThat(lines.getFirst()).hasSize(LineCutter.MAX_LINE + 6);
    }

    @Test
    void fiveHundredPipesAreReadByOneThread() {
        LogSource source = new LogSource("many");
        try (Rig rig = new Rig(output())) {
            List<TestPipe> pipes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                pipes.add(rig.attach(source));
            }
            assertThat(rig.pump.attached()).isEqualTo(500);
            pipes.getLast().write("last\n");
            await().atMost(Rig.SOON).until(() -> source.written() == 1);
            for (int i = 0; i < 500; i++) {
                pipes.get(i).write(i + "\n");
            }
            rig.drain();
            assertThat(rig.pump.attached()).isZero();
        }
        assertThat(Rig.text(output()).lines().filter(line -> !line.endsWith("last")))
                .hasSize(500)
                .doesNotHaveDuplicates();
    }

    @Test
    void aDescriptorNumberThatIsUsedAgainIsAnotherPipe() {
        try (Rig rig = new Rig(output())) {
            int reused = 0;
            int before = -1;
            for (int i = 0; i < 200; i++) {
                LogSource source = new LogSource("run-" + i);
                TestPipe pipe = new TestPipe();
                int readEnd = pipe.giveReadEnd();
                reused += readEnd == before ? 1 : 0;
                before = readEnd;
                Captured captured = rig.attach(source, readEnd);
                pipe.write("of " + i);
                pipe.close();
                await().pollInterval(Duration.ofMillis(1)).atMost(Rig.SOON).until(captured::ended);
            }
            assertThat(reused).isGreaterThan(100);
            rig.drain();
        }
        List<String> lines = Rig.text(output()).lines().toList();
        assertThat(lines).hasSize(200);
        for (int i = 0; i < 200; i++) {
            assertThat(lines.get(i)).isEqualTo("run-" + i + " | of " + i);
        }
    }

    @Test
    void aPipeHeldOpenByAnotherProcessBoundsTheDrainAndIsStillReadOnClose() {
        try (Rig rig = new Rig(output())) {
            TestPipe held = rig.attach("web");
            held.write("before\npartial");
            assertThat(rig.pump.drain(Duration.ofMillis(1))).isFalse();
            held.write(" line");
            rig.pump.close();
            rig.sink.close();
            assertThat(Rig.text(output())).isEqualTo("web | before\nweb | partial line\n");
        }
    }

    @Test
    void nothingIsLeftBehindAfterClose() throws IOException {
        long before = pipesAndPolls();
        for (int round = 0; round < 20; round++) {
            try (Rig rig = new Rig(output())) {
                rig.attach("web").write("a line\n");
                rig.attach("worker").write("half a line");
            }
            try (Rig idle = new Rig(output())) {
                assertThat(idle.pump.attached()).isZero();
            }
        }
        assertThat(pipesAndPolls()).isEqualTo(before);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> List.of("log-pump", "stdout", "journal").contains(thread.getName()));
    }

    private static long pipesAndPolls() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(LogPumpTest::target)
                    .filter(LogPumpTest::isOurs)
                    .count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static boolean isOurs(String target) {
        return target.startsWith("pipe:") || target.startsWith("anon_inode:") || target.endsWith("/output");
    }

    @Test
    void aPipeAttachedAfterCloseIsClosed() {
        try (Rig rig = new Rig(output());
                TestPipe pipe = new TestPipe()) {
            rig.pump.close();
            assertThat(rig.attach(new LogSource("late"), pipe.giveReadEnd()).ended())
                    .isTrue();
            assertThatThrownBy(() -> pipe.write("x")).hasMessage("broken pipe");
        }
    }

    @Test
    void whatCannotBeWatchedIsReportedAndDisturbsNobody() throws IOException {
        Files.writeString(directory.resolve("file"), "text");
        try (Rig rig = new Rig(output())) {
            int file = Libc.open(directory.resolve("file").toString(), Libc.O_RDONLY, 0);
            Captured captured = rig.attach(new LogSource("file"), file);
            TestPipe pipe = rig.attach("web");
            pipe.write("fine\n");
            rig.drain();
            assertThat(captured.ended()).isTrue();
            await().atMost(Rig.SOON)
                    .until(() -> rig.journalLines
                            .toString()
                            .contains("cannot capture output of file: operation not permitted"));
        }
        assertThat(Rig.text(output())).isEqualTo("web | fine\n");
    }

    @Test
    void labelsMustBeFitForALine() {
        assertThatThrownBy(() -> new LogSource("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogSource("a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogSource("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThat(new LogSource("a".repeat(255)).label()).hasSize(255);
    }

    @Test
    void whatChildrenWriteInRandomPiecesComesOutUnchanged() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int children = 8;
        byte[][] sent = new byte[children][];
        for (int child = 0; child < children; child++) {
            sent[child] = randomLines(random, 200_000 + random.nextInt(400_000));
        }
        try (Rig rig = new Rig(output())) {
            List<Thread> writers = new ArrayList<>();
            for (int child = 0; child < children; child++) {
                TestPipe pipe = rig.attach("c" + child);
                byte[] bytes = sent[child];
                Random own = new Random(seed + child);
                writers.add(Thread.ofPlatform().start(() -> writeInPieces(pipe, bytes, own)));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            rig.drain();
        }
        StringBuilder[] received = new StringBuilder[children];
        Arrays.setAll(received, child -> new StringBuilder());
        for (String line : new String(Rig.bytes(output()), ISO_8859_1).split("\n")) {
            assertThat(line).as("seed %d", seed).matches("(?s)c\\d \\| .*");
            received[line.charAt(1) - '0'].append(line, 5, line.length()).append('\n');
        }
        for (int child = 0; child < children; child++) {
            assertThat(received[child].toString().equals(new String(sent[child], ISO_8859_1)))
                    .as("seed %d child %d", seed, child)
                    .isTrue();
        }
    }

    private static byte[] randomLines(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        for (int i = 0; i < size; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = 'n';
            }
        }
        for (int i = 0; i < size; i += 1 + random.nextInt(random.nextInt(10) == 0 ? 100_000 : 200)) {
            bytes[i] = '\n';
        }
        bytes[size - 1] = '\n';
        return bytes;
    }

    private static void writeInPieces(TestPipe pipe, byte[] bytes, Random random) {
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextInt(5) == 0 ? 100_000 : 300));
            pipe.write(bytes, from, to);
            from = to;
        }
    }
}
