package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.parser.ParserImpl;

/** Input that is too much, or no input. */
@Timeout(60)
class BoundsTest {

    @TempDir
    Path folder;

    @Test
    void aFileOfFiftyMegabytesIsRefusedWithoutBeingRead() throws IOException {
        Path file = folder.resolve("big.yaml");
        try (RandomAccessFile big = new RandomAccessFile(file.toFile(), "rw")) {
            big.setLength(50_000_000);
        }
        assertThat(Texts.lines(SpecReader.read(file)))
                .containsExactly(
                        "cannot read " + file + ": it is larger than 3 MiB (a spec has at most 1000 processes)");
    }

    @Test
    void anEndlessStreamIsReadToOneByteBeyondTheLimit() {
        long[] given = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                given[0]++;
                return ' ';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                given[0] += length;
                return length;
            }
        };
        assertThat(Texts.lines(SpecReader.read("standard input", endless)))
                .containsExactly(
                        "cannot read standard input: it is larger than 3 MiB (a spec has at most 1000 processes)");
        assertThat(given[0]).isEqualTo(3 * 1024 * 1024 + 1);
    }

    @Test
    void threeMebibytesAreRead() {
        byte[] bytes = (Texts.HEAD + "#".repeat(3 * 1024 * 1024 - Texts.HEAD.length())).getBytes();
        assertThat(bytes).hasSize(3 * 1024 * 1024);
        assertThat(Texts.read(bytes)).isInstanceOf(ReadResult.Spec.class);
    }

    @Test
    void whatIsNoFileIsNamed() throws Exception {
        Path missing = folder.resolve("missing.yaml");
        assertThat(Texts.lines(SpecReader.read(missing))).containsExactly("cannot read " + missing + ": no such file");
        assertThat(Texts.lines(SpecReader.read(folder)))
                .containsExactly("cannot read " + folder
                        + ": it has no *.yaml or *.yml file (hidden names and folders in it do not count)");
        Path below = Files.writeString(folder.resolve("a"), "").resolve("b");
        assertThat(Texts.lines(SpecReader.read(below))).containsExactly("cannot read " + below + ": no such file");
        assertThat(Texts.lines(SpecReader.read(Path.of("/dev/zero"))))
                .containsExactly("cannot read /dev/zero: it is not a regular file");
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertThat(Texts.lines(SpecReader.read(loop)))
                .singleElement()
                .asString()
                .startsWith("cannot read " + loop + ": ");
    }

    @Test
    void aNamedPipeWithoutWriterDoesNotBlock() throws Exception {
        Path pipe = folder.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Texts.lines(SpecReader.read(pipe)))
                .containsExactly("cannot read " + pipe + ": it is not a regular file");
    }

    @Test
    void aFileInTheKernelsTreeIsReadThoughItHasNoSize() {
        assertThat(Texts.lines(SpecReader.read(Path.of("/proc/self/stat"))))
                .singleElement()
                .asString()
                .startsWith("/proc/self/stat:1:");
    }

    @Test
    void aStreamThatFailsIsAProblem() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };
        assertThat(Texts.lines(SpecReader.read("x", broken))).containsExactly("cannot read x: input/output error");
    }

    @Test
    void anAliasBombIsRefusedByArithmetic() {
        StringBuilder bomb = new StringBuilder("spec:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            String alias = "*a" + (i - 1) + ", ";
            bomb.append("  a" + i + ": &a" + i + " [" + alias.repeat(9) + "x]\n");
        }
        assertThat(Texts.lines(bomb.toString()))
                .containsExactly(
                        "shop.yaml:7:17: cannot read the document: it has more than 100000 values, each alias counted as what it stands for");
    }

    @Test
    void aMergeBombIsRefusedByArithmetic() {
        StringBuilder bomb = new StringBuilder("spec:\n  a0: &a0 {a: 1, b: 2}\n");
        for (int i = 1; i < 40; i++) {
            String alias = "*a" + (i - 1) + ", ";
            bomb.append("  a" + i + ": &a" + i + " {<<: [" + alias.repeat(9) + "]}\n");
        }
        assertThat(Texts.lines(bomb.toString())).singleElement().asString().contains("it has more than 100000 values");
    }

    @Test
    void deepNestingIsRefusedAtTheFiftyFirstLevel() {
        assertThat(Texts.lines("[".repeat(100_000)))
                .containsExactly("shop.yaml:1:51: cannot read the document: it is nested deeper than 50 levels");
        assertThat(Texts.lines("- ".repeat(100_000)))
                .containsExactly("shop.yaml:1:101: cannot read the document: it is nested deeper than 50 levels");
        assertThat(Texts.lines("spec: " + "{a: ".repeat(100_000)))
                .containsExactly("shop.yaml:1:203: cannot read the document: it is nested deeper than 50 levels");
        assertThat(Texts.lines("kind: " + "[".repeat(49) + "]".repeat(49))).noneMatch(line -> line.contains("deeper"));
    }

    /** Each under the heap and the stack of the supervisor; see {@link HostileInputs}. */
    @Test
    void hostileInputNeedsNoMoreThanTheSupervisorHas() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-Xss256k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(HostileInputs.class, SpecReader.class, ParserImpl.class),
                        HostileInputs.class.getName())
                .redirectErrorStream(true)
                .start();
        child.getOutputStream().close();
        String output = new String(child.getInputStream().readAllBytes());
        assertThat(child.waitFor(Duration.ofSeconds(10))).isTrue();
        assertThat(child.exitValue()).as(output).isZero();
        assertThat(output).endsWith("all refused\n");
    }

    private static String classPath(Class<?>... classes) {
        return Stream.of(classes)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
