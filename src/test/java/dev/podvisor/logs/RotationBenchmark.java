package dev.podvisor.logs;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.RotationSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What rotation costs: how many bytes a second a file takes and the longest that its writer was held up in one call, without
 * rotation, with it, and with compression beside it. Not a test: {@code src/bench/rotation} runs it with the flags of the image.
 *
 * <p>The lines have 100 bytes, half of them random letters, so that they compress about as logs do; they come in batches of 64 KiB, as
 * from a busy pipe. The writer is held up when the buffer of 2 MiB is full, or has to wait for its lock.
 */
public final class RotationBenchmark {

    private static final int MIB = 1024 * 1024;
    private static final int BATCH = 64 * 1024;
    private static final int ROUNDS = 5;

    private final Path folder;
    private final byte[] batch = new byte[BATCH / 100 * 100];

    private RotationBenchmark(Path folder) {
        this.folder = folder;
        long state = 42;
        for (int i = 0; i < batch.length; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            int column = i % 100;
            batch[i] = (byte)
                    (column == 99 ? '\n' : column < 50 ? 'a' + (state >>> 60) : "GET /index.html ".charAt(column % 16));
        }
    }

    /** @param arguments how many MiB to write in each round, 400 without; the folder, a temporary one without */
    public static void main(String... arguments) throws IOException {
        int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
        Path folder = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("rotation");
        RotationBenchmark benchmark = new RotationBenchmark(folder);
        benchmark.write(size, Optional.empty()); // warms up
        System.out.println(
                "| " + size + " MiB, best of " + ROUNDS + " | MB/s | longest call, ms | calls above 10 ms |");
        System.out.println("|---|---:|---:|---:|");
        benchmark.row(size, "no rotation", Optional.empty());
        for (int maxSize : new int[] {100, 10, 1}) {
            for (boolean compress : new boolean[] {false, true}) {
                benchmark.row(
                        size,
                        "rotated at " + maxSize + " MiB" + (compress ? ", compressed" : ""),
                        Optional.of(new RotationSpec(
                                Amount.bytes((long) maxSize * MIB), OptionalInt.empty(), 3, compress)));
            }
        }
    }

    private record Round(double megabytesPerSecond, double longestMillis, int slowCalls) {}

    private void row(int size, String what, Optional<RotationSpec> rotation) throws IOException {
        List<Round> rounds =
                Stream.generate(() -> write(size, rotation)).limit(ROUNDS).toList();
        Round fastest = rounds.stream()
                .max(Comparator.comparingDouble(Round::megabytesPerSecond))
                .orElseThrow();
        double longest = rounds.stream().mapToDouble(Round::longestMillis).min().orElseThrow();
        int slow = rounds.stream().mapToInt(Round::slowCalls).min().orElseThrow();
        System.out.printf(
                Locale.ROOT, "| %s | %.0f | %.1f | %d |%n", what, fastest.megabytesPerSecond(), longest, slow);
    }

    private Round write(int size, Optional<RotationSpec> rotation) {
        LogSource source = new LogSource("bench");
        try (Journal journal = new Journal();
                Compressor compressor = new Compressor(journal)) {
            String path = folder.resolve("bench.log").toString();
            LogFile file = new LogFile(path, rotation, compressor);
            SinkSettings settings = SinkSettings.defaults(4 * MIB);
            long longest = 0;
            int slow = 0;
            long start = System.nanoTime();
            try (BufferedSink sink = new BufferedSink(path, file, null, journal, settings, new SinkEvents())) {
                for (long left = (long) size * MIB; left > 0; left -= batch.length) {
                    long before = System.nanoTime();
                    sink.write(source, batch, batch.length, batch.length / 100);
                    long held = System.nanoTime() - before;
                    longest = Math.max(longest, held);
                    slow += held > 10_000_000 ? 1 : 0;
                }
                if (!sink.flush(Duration.ofMinutes(5)) || source.dropped() > 0) {
                    throw new IllegalStateException("lines were lost");
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Round(size * (double) MIB / 1e6 / seconds, longest / 1e6, slow);
        } finally {
            File[] files = folder.toFile().listFiles((_, name) -> name.startsWith("bench.log"));
            for (File written : files == null ? new File[0] : files) {
                boolean _ = written.delete();
            }
        }
    }
}
