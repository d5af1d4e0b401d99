package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.RotationSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation, and what happens when a file cannot be written. */
class LogFileTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Journal journal = new Journal(warnings::add, 1000);
    private final Compressor compressor = new Compressor(journal);
    private final LogSource web = new LogSource("web");
    private Path stdoutPath;
    private Path path;
    private BufferedSink stdout;
    private BufferedSink sink;

    @BeforeEach
    void open() {
        path = folder.resolve("logs/a.log");
        stdoutPath = folder.resolve("stdout");
        assertThat(path.getParent().toFile().mkdir()).isTrue();
        stdout = sink(stdoutPath, Optional.empty(), null);
    }

    @AfterEach
    void close() {
        if (sink != null) {
            sink.close();
        }
        stdout.close();
        compressor.close();
        journal.close();
    }

    private BufferedSink sink(Path where, Optional<RotationSpec> rotation, OutputSink fallback) {
        SinkSettings settings =
                new SinkSettings(4 * 1024 * 1024, Duration.ofSeconds(5), Duration.ofMillis(50), System::nanoTime);
        LogFile file = new LogFile(where.toString(), rotation, compressor);
        return new BufferedSink(where.toString(), file, fallback, journal, settings, new SinkEvents());
    }

    private void rotating(int maxSize, int maxBackups, boolean compress) {
        rotating(new RotationSpec(Amount.bytes(maxSize), OptionalInt.empty(), maxBackups, compress));
    }

    private void rotating(RotationSpec by) {
        sink = sink(path, Optional.of(by), stdout);
    }

    private void write(String... lines) {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        assertThat(sink.write(web, bytes, bytes.length, lines.length)).isTrue();
    }

    private void flush() {
        assertThat(sink.flush(Rig.SOON)).isTrue();
        assertThat(stdout.flush(Rig.SOON)).isTrue();
    }

    /** The backups, oldest first. */
    private List<Path> backups() {
        try (Stream<Path> files = Files.list(path.getParent())) {
            return files.filter(
                            file -> BackupName.parse("a.log", file.getFileName().toString())
                                    .isPresent())
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static String unzipped(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void linesAreAppended() throws Exception {
        Files.writeString(path, "before\n");
        sink = sink(path, Optional.empty(), stdout);
        write("one", "two");
        flush();
        assertThat(path).hasContent("before\none\ntwo\n");
    }

    @Test
    void aFileIsRotatedBetweenLines() {
        rotating(10, 5, false);
        write("aaaa", "bbbb", "cccc", "dd");
        write("e");
        flush();
        assertThat(backups()).hasSize(1);
        assertThat(backups().get(0)).hasContent("aaaa\nbbbb\n");
        assertThat(path).hasContent("cccc\ndd\ne\n");
    }

    @Test
    void aLineLongerThanAFileHasOneOfItsOwn() {
        rotating(10, 5, false);
        write("a", "b".repeat(300_000), "c");
        flush();
        assertThat(backups()).hasSize(2);
        assertThat(backups().get(0)).hasContent("a\n");
        assertThat(backups().get(1)).hasContent("b".repeat(300_000) + "\n");
        assertThat(path).hasContent("c\n");
    }

    @Test
    void whatIsOnDiskAlreadyCounts() throws Exception {
        Files.writeString(path, "123456789\n");
        rotating(12, 5, false);
        write("new");
        flush();
        assertThat(backups()).hasSize(1);
        assertThat(path).hasContent("new\n");
    }

    @Test
    void theOldestBackupsAreRemovedAndOrderIsThatOfNames() {
        rotating(4, 3, false);
        for (int i = 0; i < 9; i++) {
            write("no" + i);
        }
        flush();
        assertThat(backups())
                .hasSize(3)
                .satisfiesExactly(
                        file -> assertThat(file).hasContent("no5\n"),
                        file -> assertThat(file).hasContent("no6\n"),
                        file -> assertThat(file).hasContent("no7\n"));
        assertThat(path).hasContent("no8\n");
        assertThat(web.written()).isEqualTo(9);
    }

    @Test
    void withoutBackupsTheFileIsEmptied() {
        rotating(4, 0, true);
        write("one");
        write("two");
        flush();
        assertThat(backups()).isEmpty();
        assertThat(path).hasContent("two\n");
    }

    @Test
    void backupsAreCompressedAndKeepTheirTime() throws Exception {
        rotating(4, 3, true);
        for (int i = 0; i < 9; i++) {
            write("no" + i);
        }
        flush();
        await().atMost(Rig.SOON)
                .until(() -> backups().stream().allMatch(file -> file.toString().endsWith(".gz")));
        List<String> contents = new ArrayList<>();
        for (Path backup : backups()) {
            contents.add(unzipped(backup));
            assertThat(Files.getPosixFilePermissions(backup)).isEqualTo(Files.getPosixFilePermissions(path));
        }
        assertThat(contents).containsExactly("no5\n", "no6\n", "no7\n");
        try (Stream<Path> all = Files.list(path.getParent())) {
            assertThat(all).hasSize(4);
        }
    }

    @Test
    void aRestartGoesOnWithTheBackupsAndEndsWhatWasLeft() throws Exception {
        Path old = path.resolveSibling("a.log.20200101T000000.000Z");
        Path older = path.resolveSibling("a.log.20190101T000000.000Z.gz");
        Path foreign = path.resolveSibling("a.log.1");
        Path draft = path.resolveSibling("a.log.20200101T000000.000Z.gz.tmp");
        for (Path file : List.of(old, older, foreign, draft)) {
            Files.writeString(file, "old\n");
        }
        rotating(4, 2, true);
        write("one");
        write("two");
        flush();
        await().atMost(Rig.SOON)
                .until(() -> backups().stream().allMatch(file -> file.toString().endsWith(".gz")));
        assertThat(older).doesNotExist();
        assertThat(draft).doesNotExist();
        assertThat(foreign).exists();
        assertThat(backups()).hasSize(2);
        assertThat(unzipped(backups().get(0))).isEqualTo("old\n");
    }

    @Test
    void backupsThatAreTooOldAreRemovedAtTheStart() throws Exception {
        Path old = path.resolveSibling("a.log.20200101T000000.000Z.gz");
        Files.writeString(old, "old\n");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        rotating(new RotationSpec(Amount.bytes(1000), OptionalInt.of(7), 9, true));
        write("one");
        flush();
        assertThat(old).doesNotExist();
    }

    @Test
    void backupsOfTheFutureComeBeforeNewOnes() throws Exception {
        Files.writeString(path.resolveSibling("a.log.29990101T000000.000Z"), "old\n");
        rotating(4, 9, false);
        write("one");
        write("two");
        flush();
        assertThat(backups().getLast()).hasContent("one\n").hasFileName("a.log.29990101T000000.001Z");
    }

    @Test
    void aRenamedFileIsLeftAtOnceWhenAskedTo() {
        sink = sink(path, Optional.empty(), stdout);
        write("one");
        flush();
        assertThat(path.toFile().renameTo(folder.resolve("moved").toFile())).isTrue();
        sink.reopen();
        write("two");
        flush();
        assertThat(folder.resolve("moved")).hasContent("one\n");
        assertThat(path).hasContent("two\n");
    }

    @Test
    void withoutItsFolderLinesGoToStdoutUntilItIsBack() throws Exception {
        rotating(1_000_000, 2, false);
        write("one");
        flush();
        Files.delete(path);
        Files.delete(path.getParent());
        sink.reopen();
        write("two", "three");
        write("four");
        flush();
        assertThat(stdoutPath).hasContent("two\nthree\nfour\n");
        assertThat(path.getParent().toFile().mkdir()).isTrue();
        await().atMost(Rig.SOON).until(() -> {
            write("x");
            flush();
            return Files.exists(path);
        });
        journal.close();
        assertThat(web.written()).isEqualTo(lines(path) + lines(stdoutPath) + 1);
        assertThat(web.dropped()).isZero();
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0))
                .contains("cannot write to " + path + ": no such file or directory (its lines go to stdout until it");
        assertThat(warnings.get(1))
                .contains("takes output again; lines dropped meanwhile: 0; lines that went to stdout meanwhile: "
                        + lines(stdoutPath));
    }

    private static long lines(Path file) throws IOException {
        return Files.readAllLines(file).size();
    }

    @Test
    void backupsGetTooOldEvenWhileNothingIsWritten() throws Exception {
        Path old = Files.writeString(path.resolveSibling("a.log.20260101T000000.000Z"), "old\n");
        Path young = Files.writeString(path.resolveSibling("a.log.20260201T000000.000Z"), "young\n");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
        LogFile file = new LogFile(
                path.toString(),
                Optional.of(new RotationSpec(Amount.bytes(100), OptionalInt.of(7), 5, false)),
                compressor);
        file.idle();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileThatIsDeletedIsMadeAnew() throws Exception {
        sink = sink(path, Optional.empty(), stdout);
        write("one");
        flush();
        Files.delete(path);
        await().atMost(Rig.SOON).until(() -> {
            write("x");
            flush();
            return Files.exists(path);
        });
        assertThat(stdoutPath).doesNotExist();
    }

    @Test
    void aFolderInItsPlaceIsNoFile() throws Exception {
        Files.createDirectory(path);
        rotating(100, 2, false);
        write("one");
        flush();
        journal.close();
        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst()).contains("is a directory");
        assertThat(stdoutPath).hasContent("one\n");
    }

    @Test
    void aFifoWithoutAReaderHoldsNobodyUp() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        rotating(100, 2, false);
        write("one");
        flush();
        assertThat(stdoutPath).hasContent("one\n");
        Thread reader =
                Thread.ofPlatform().start(() -> assertThat(path).content().startsWith("x\n"));
        await().atMost(Rig.SOON).until(() -> {
            write("x");
            flush();
            journal.warn("looked");
            return warnings.stream().anyMatch(line -> line.contains("takes output again"));
        });
        sink.close();
        reader.join();
        assertThat(backups()).isEmpty();
    }

    @Test
    void aFullDiskIsNoticedAndLinesAreWhole() throws Exception {
        sink = sink(Path.of("/dev/full"), Optional.empty(), stdout);
        write("one", "two");
        flush();
        journal.close();
        assertThat(stdoutPath).hasContent("one\ntwo\n");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst()).contains("no space left on device");
        assertThat(web.written()).isEqualTo(2);
    }
}
