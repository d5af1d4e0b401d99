package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.podvisor.linux.Libc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when the output is slow, stuck or broken; {@link LogPumpTest} has the cases where it works. */
class BufferedSinkTest {

    private static final int LINES = 40_000;
    private static final byte[] LINE = ("x".repeat(99) + "\n").getBytes(US_ASCII);

    private final TestPipe stdout = new TestPipe();
    private final List<Long> reports = new CopyOnWriteArrayList<>();
    private final LogSource web = new LogSource("web");

    @AfterEach
    void close() {
        stdout.close();
    }

    /** A child that writes more lines than all buffers can hold; yields its pipe. */
    private static int child(int lines) {
        TestPipe pipe = new TestPipe();
        Thread.ofPlatform().start(() -> {
            try (pipe) {
                for (int i = 0; i < lines; i++) {
                    pipe.write(LINE);
                }
            } catch (IllegalStateException brokenPipe) {
                assertThat(brokenPipe).hasMessage("broken pipe"); // the pump was closed before
            }
        });
        return pipe.giveReadEnd();
    }

    /** Reads stdout until its end, on a thread. */
    private Thread reader(AtomicReference<byte[]> into) {
        return Thread.ofPlatform().start(() -> into.set(stdout.readAll()));
    }

    @Test
    void aStuckReaderBlocksChildrenForThePatienceAndThenLinesAreDroppedAndCounted() throws Exception {
        AtomicReference<byte[]> received = new AtomicReference<>(new byte[0]);
        try (Rig rig = new Rig(stdout.writeEnd)) {
            rig.outputs.tellChangesTo(() -> reports.add(web.dropped()));
            Captured captured = rig.attach(web, child(LINES));
            await().atMost(Rig.SOON).until(stdout::isFull);
            rig.advance(Duration.ofSeconds(4));
            assertThat(captured.ended()).isFalse();
            assertThat(web.dropped()).isZero();

            await().atMost(Rig.SOON).until(() -> {
                rig.advance(Duration.ofSeconds(1)); // the last move may have been a little later than it seemed
                return captured.ended();
            });
            assertThat(web.dropped()).isPositive();
            assertThat(reports).isNotEmpty();

            Thread reader = reader(received);
            assertThat(rig.pump.drain(Rig.SOON)).isTrue();
            assertThat(web.written() + web.dropped()).isEqualTo(LINES);
            rig.attach(web).write("back\n");
            rig.drain();
            stdout.closeWriteEnd();
            reader.join();
            rig.journal.close();
            assertThat(rig.journalLines.getFirst()).contains("cannot write to stdout: it is too slow");
            assertThat(rig.journalLines.stream()
                            .filter(line -> line.contains("takes output again"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("(?s).*: (\\d+)\n", "$1")))
                            .sum())
                    .isEqualTo(web.dropped());
        }
        List<String> all = new String(received.get(), US_ASCII).lines().toList();
        String marker = "web | podvisor suppressed " + web.dropped() + " lines: the output had no room for them";
        assertThat(all).containsOnlyOnce(marker);
        List<String> lines = all.stream().filter(line -> !line.equals(marker)).toList();
        assertThat(lines).hasSize((int) web.written());
        assertThat(lines.getLast()).isEqualTo("web | back");
        assertThat(lines.subList(0, lines.size() - 1)).containsOnly("web | " + "x".repeat(99));
        assertThat(reports.getLast()).isEqualTo(web.dropped());
    }

    @Test
    void aSlowReaderThatMovesLosesNothing() {
        int lines = LINES / 2;
        long all = (long) lines * (LINE.length + 6);
        try (Rig rig = new Rig(stdout.writeEnd)) {
            rig.attach(web, child(lines));
            for (long received = 0; received < all; ) {
                long before = rig.sink.status().bytes();
                received += stdout.read(4096).length;
                await().pollInterval(Duration.ofMillis(1)).atMost(Rig.SOON).until(() -> {
                    long now = rig.sink.status().bytes();
                    return now > before || now == all;
                });
                rig.advance(Duration.ofSeconds(4)); // a page in four seconds, for half an hour
            }
            assertThat(rig.pump.drain(Rig.SOON)).isTrue();
            assertThat(web.dropped()).isZero();
            assertThat(web.written()).isEqualTo(lines);
            assertThat(rig.journalLines).isEmpty();
        }
    }

    @Test
    void aClosedStdoutBlocksNobodyAndEveryLineIsCounted() {
        stdout.closeReadEnd();
        try (Rig rig = new Rig(stdout.writeEnd)) {
            Captured captured = rig.attach(web, child(LINES));
            await().atMost(Rig.SOON).until(captured::ended); // though the clock stands still
            assertThat(rig.pump.drain(Rig.SOON)).isFalse();
            assertThat(web.dropped()).isPositive();
            rig.pump.close();
            rig.sink.close();
            assertThat(web.written()).isZero();
            assertThat(web.dropped()).isEqualTo(LINES);
            rig.journal.close();
            assertThat(String.join("", rig.journalLines)).contains("cannot write to stdout: broken pipe");
        }
    }

    @Test
    void anOutputThatFailedIsTriedAgainAndGetsWhatWasBuffered() {
        stdout.closeReadEnd();
        try (Rig rig = Rig.retrying(stdout.writeEnd, Duration.ofMillis(1))) {
            rig.attach(web).write("one\ntwo\n");
            await().atMost(Rig.SOON).until(() -> rig.journalLines.toString().contains("broken pipe"));
            assertThat(web.written()).isZero();
            stdout.reopenReadEnd();
            rig.drain();
            assertThat(web.written()).isEqualTo(2);
            assertThat(web.dropped()).isZero();
            assertThat(new String(stdout.read(100), US_ASCII)).isEqualTo("web | one\nweb | two\n");
            await().atMost(Rig.SOON)
                    .until(() ->
                            rig.journalLines.toString().contains("takes output again; lines dropped meanwhile: 0"));
        }
    }

    @Test
    void aFullDiskIsAFailureLikeAnyOther() {
        int full = Libc.open("/dev/full", Libc.O_WRONLY, 0);
        try (Rig rig = new Rig(full)) {
            rig.attach(web).write("one\ntwo\n");
            await().atMost(Rig.SOON).until(() -> rig.journalLines.toString().contains("no space left on device"));
            assertThat(rig.pump.drain(Duration.ofMillis(1))).isFalse();
            rig.pump.close();
            rig.sink.close();
            assertThat(web.dropped()).isEqualTo(2);
        } finally {
            Libc.close(full);
        }
    }

    @Test
    void aNonBlockingStdoutIsWaitedFor() throws Exception {
        Libc.setNonBlocking(stdout.writeEnd); // as another process that shares it may do
        AtomicReference<byte[]> received = new AtomicReference<>(new byte[0]);
        try (Rig rig = new Rig(stdout.writeEnd)) {
            Captured captured = rig.attach(web, child(LINES));
            await().atMost(Rig.SOON).until(stdout::isFull);
            Thread reader = reader(received);
            await().atMost(Rig.SOON).until(captured::ended);
            assertThat(rig.pump.drain(Rig.SOON)).isTrue();
            stdout.closeWriteEnd();
            reader.join();
        }
        assertThat(web.dropped()).isZero();
        assertThat(new String(received.get(), US_ASCII).lines()).hasSize(LINES);
    }

    @Test
    void closeGivesUpOnAStuckReaderAndCountsWhatWasNotWritten() throws Exception {
        try (Rig rig = new Rig(stdout.writeEnd)) {
            rig.attach(web, child(LINES));
            await().atMost(Rig.SOON).until(stdout::isFull);
            rig.pump.close(); // children that still write get EPIPE
            rig.sink.close();
            long written = web.written();
            assertThat(written * (LINE.length + 6))
                    .isLessThanOrEqualTo(rig.sink.status().bytes());
            assertThat(written).isEqualTo(rig.sink.status().bytes() / (LINE.length + 6));
            assertThat(web.dropped()).isGreaterThan(1024 * 1024 / (LINE.length + 6));
            assertThat(rig.sink.write(web, LINE, LINE.length, 1)).isFalse();
        }
        stdout.closeReadEnd();
        await().atMost(Rig.SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("stdout")));
    }

    @Test
    void dropsAreReportedOnceASecondAtMost() {
        stdout.closeReadEnd();
        try (Rig rig = new Rig(stdout.writeEnd)) {
            rig.outputs.tellChangesTo(() -> reports.add(web.dropped()));
            Captured first = rig.attach(web, child(LINES));
            await().atMost(Rig.SOON).until(first::ended);
            await().atMost(Rig.SOON).until(() -> reports.size() == 2); // that stdout is broken, and this
            Captured second = rig.attach(web, child(LINES));
            await().atMost(Rig.SOON).until(second::ended);
            assertThat(reports).hasSize(2);
            rig.advance(Duration.ofSeconds(1));
            rig.attach("wake-up").write("x\n");
            await().atMost(Rig.SOON).until(() -> reports.size() == 3);
            assertThat(reports.get(2)).isEqualTo(web.dropped());
        }
    }

    @Test
    void aListenerThatThrowsEndsNothing() {
        stdout.closeReadEnd();
        LogSource bad = new LogSource("bad");
        try (Rig rig = new Rig(stdout.writeEnd)) {
            rig.outputs.tellChangesTo(() -> {
                throw new IllegalStateException("listener");
            });
            await().atMost(Rig.SOON).until(rig.attach(bad, child(LINES))::ended);
            rig.advance(Duration.ofSeconds(1));
            await().atMost(Rig.SOON).until(rig.attach(web, child(LINES))::ended);
        }
        assertThat(bad.dropped()).isEqualTo(LINES);
        assertThat(web.dropped()).isEqualTo(LINES);
    }

    @Test
    void aBufferMustHoldTheLongestLine() {
        assertThatThrownBy(() -> new SinkSettings(4096, Duration.ZERO, Duration.ZERO, System::nanoTime))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
