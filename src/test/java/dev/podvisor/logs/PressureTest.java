package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.LoggingSpec;
import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.PressurePolicy;
import dev.podvisor.spec.ProcessLogging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of lines while stdout is stuck, by the policy of their process; stdout is a pipe that nobody reads at first. */
class PressureTest {

    private static final int LINES = 60_000; // six megabytes: more than a buffer and its pipe hold
    private static final Pattern MARKER = Pattern.compile("\\w+ \\| podvisor suppressed (\\d+) lines: .*");

    @TempDir
    private Path folder;

    private final TestPipe stdout = new TestPipe();
    private final Map<String, ProcessLogging> processes = new HashMap<>();
    private final List<OutputSpec> outputs = new ArrayList<>(List.of(LogSpecs.output(OutputType.Stdout, Map.of())));

    @AfterEach
    void close() {
        stdout.close();
    }

    private void policy(String process, PressurePolicy policy, int blockSeconds) {
        processes.put(process, LogSpecs.process(Map.of("pressure", policy, "blockSeconds", blockSeconds)));
    }

    private Rig rig() {
        Rig rig = new Rig(stdout.writeEnd);
        rig.pump.follow(new LogSettings(Optional.of(new LoggingSpec(outputs)), processes));
        return rig;
    }

    /** A child that prints numbered lines of 100 bytes, and ends. */
    private static int child() {
        TestPipe pipe = new TestPipe();
        Thread.ofPlatform().start(() -> {
            try (pipe) {
                for (int i = 0; i < LINES; i++) {
                    pipe.write("%099d\n".formatted(i).getBytes(US_ASCII));
                }
            } catch (IllegalStateException brokenPipe) {
                assertThat(brokenPipe).hasMessage("broken pipe");
            }
        });
        return pipe.giveReadEnd();
    }

    private Captured attach(Rig rig, LogSource source) {
        Origin origin = new Origin(source.label(), source.label(), 0, 1, LogStream.Stdout, Map.of());
        return rig.pump.attach(source, origin, child());
    }

    /** All that comes out of stdout once somebody reads it. */
    private List<String> received(Rig rig) throws InterruptedException {
        AtomicReference<byte[]> into = new AtomicReference<>(new byte[0]);
        Thread reader = Thread.ofPlatform().start(() -> into.set(stdout.readAll()));
        assertThat(rig.pump.drain(Rig.SOON)).isTrue();
        rig.pump.close();
        assertThat(rig.sink.flush(Rig.SOON)).isTrue();
        stdout.closeWriteEnd();
        reader.join();
        return new String(into.get(), US_ASCII).lines().toList();
    }

    private static long suppressed(List<String> lines) {
        return lines.stream()
                .map(MARKER::matcher)
                .filter(Matcher::matches)
                .mapToLong(marker -> Long.parseLong(marker.group(1)))
                .sum();
    }

    private static List<Integer> numbers(List<String> lines) {
        return lines.stream()
                .filter(line -> !MARKER.matcher(line).matches())
                .map(line -> Integer.parseInt(line.substring(line.length() - 99)))
                .toList();
    }

    @Test
    void theNewestAreDroppedWithoutAWaitAndAMarkerTellsHowMany() throws Exception {
        policy("web", PressurePolicy.DropNewest, 5);
        LogSource web = new LogSource("web");
        try (Rig rig = rig()) {
            Captured captured = attach(rig, web);
            await().atMost(Rig.SOON).until(captured::ended); // though the clock stands still
            List<String> lines = received(rig);

            List<Integer> kept = numbers(lines);
            assertThat(kept.getFirst()).isZero();
            assertThat(kept).isSorted().doesNotHaveDuplicates();
            assertThat(web.lines()).isEqualTo(LINES);
            assertThat(web.bytes()).isEqualTo(100L * LINES);
            assertThat(web.written()).isEqualTo(kept.size());
            assertThat(web.dropped(DropReason.Pressure)).isPositive().isEqualTo(LINES - kept.size());
            assertThat(suppressed(lines)).isEqualTo(web.dropped());
            assertThat(lines.getLast()).matches(MARKER);
        }
    }

    @Test
    void theOldestAreDroppedAndTheNewestComeBehindTheMarker() throws Exception {
        policy("web", PressurePolicy.DropOldest, 5);
        LogSource web = new LogSource("web");
        try (Rig rig = rig()) {
            Captured captured = attach(rig, web);
            await().atMost(Rig.SOON).until(() -> web.lines() == LINES);
            List<String> lines = received(rig);
            assertThat(captured.ended()).isTrue();

            List<Integer> kept = numbers(lines);
            assertThat(kept).isSorted().doesNotHaveDuplicates();
            assertThat(kept.getLast()).as("the newest").isEqualTo(LINES - 1);
            assertThat(web.written()).isEqualTo(kept.size());
            assertThat(web.dropped(DropReason.Pressure)).isPositive().isEqualTo(LINES - kept.size());
            assertThat(suppressed(lines)).isEqualTo(web.dropped());
        }
    }

    @Test
    void aProcessThatWaitsHoldsUpNeitherOthersNorOtherOutputs() throws Exception {
        policy("worker", PressurePolicy.DropNewest, 5);
        Path file = folder.resolve("worker.log");
        outputs.add(LogSpecs.output(OutputType.File, Map.of("path", file.toString(), "processes", List.of("worker"))));
        LogSource web = new LogSource("web");
        LogSource worker = new LogSource("worker");
        try (Rig rig = rig()) {
            Captured waiting = attach(rig, web);
            await().atMost(Rig.SOON).until(() -> rig.sink.room() <= 0); // stdout has no room left

            Captured captured = attach(rig, worker);
            await().atMost(Rig.SOON).until(captured::ended); // while the clock stands still, and web waits
            await().atMost(Rig.SOON).until(() -> Rig.text(file).lines().count() == LINES);
            assertThat(waiting.ended()).isFalse();
            assertThat(web.dropped()).isZero();

            List<String> lines = received(rig);
            assertThat(web.written()).isEqualTo(LINES);
            assertThat(lines.stream().filter(line -> line.startsWith("web | 0")))
                    .hasSize(LINES);
            assertThat(suppressed(lines)).isEqualTo(worker.dropped());
        }
    }

    @Test
    void aProcessWaitsAsLongAsItsSpecSaysAndNoLonger() throws Exception {
        policy("web", PressurePolicy.Block, 5);
        policy("patient", PressurePolicy.Block, 60);
        LogSource web = new LogSource("web");
        LogSource patient = new LogSource("patient");
        try (Rig rig = rig()) {
            Captured soon = attach(rig, web);
            Captured late = attach(rig, patient);
            await().atMost(Rig.SOON).until(() -> rig.sink.room() <= 0);
            await().atMost(Rig.SOON).until(() -> {
                rig.advance(Duration.ofMillis(300));
                return soon.ended();
            });
            assertThat(web.dropped()).isPositive();
            assertThat(late.ended()).isFalse();
            assertThat(patient.dropped()).isZero();

            List<String> lines = received(rig);
            assertThat(patient.written()).isEqualTo(LINES);
            assertThat(web.written() + web.dropped()).isEqualTo(LINES);
            assertThat(suppressed(lines)).isEqualTo(web.dropped());
        }
    }
}
