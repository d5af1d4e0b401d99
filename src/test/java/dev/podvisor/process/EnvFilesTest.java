package dev.podvisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podvisor.spec.FileRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvFilesTest {

    @TempDir
    Path folder;

    private FileRef file(String content) throws IOException {
        return new FileRef(Files.writeString(folder.resolve("f"), content).toString(), false);
    }

    @Test
    void valueIsTheContentWithoutOneLineEnd() throws Exception {
        assertThat(EnvFiles.value(file("s3cret\n"))).hasValue("s3cret");
        assertThat(EnvFiles.value(file("s3cret\r\n"))).hasValue("s3cret");
        assertThat(EnvFiles.value(file("two\nlines\n\n"))).hasValue("two\nlines\n");
        assertThat(EnvFiles.value(file(""))).hasValue("");
        assertThat(EnvFiles.value(file("\n"))).hasValue("");
        assertThat(EnvFiles.value(file("ends with \r"))).hasValue("ends with \r");
    }

    @Test
    void bytesThatAreNotUtf8Survive() throws Exception {
        byte[] bytes = {(byte) 0xff, 'a', (byte) 0xc3};
        Path path = Files.write(folder.resolve("f"), bytes);

        assertThat(ByteText.bytes(
                        EnvFiles.value(new FileRef(path.toString(), false)).orElseThrow()))
                .isEqualTo(bytes);
    }

    @Test
    void optionalFileMayBeMissing() throws Exception {
        FileRef missing = new FileRef(folder.resolve("none").toString(), true);

        assertThat(EnvFiles.value(missing)).isEmpty();
        assertThat(EnvFiles.variables(missing)).isEmpty();
    }

    @Test
    void missingFileIsNamedWithAHint() {
        assertThatThrownBy(
                        () -> EnvFiles.value(new FileRef(folder.resolve("none").toString(), false)))
                .hasMessageContaining(
                        folder.resolve("none") + " does not exist (set optional: true if it may be missing)");
    }

    @Test
    void variablesOfAFile() throws Exception {
        FileRef file = file("""
                # comment
                A=1
                export B = two words # not a comment

                EMPTY=
                Q="line\\nbreak \\"q\\"" # comment
                S='as $(it) is\\n'
                WITH=a=b
                """);

        assertThat(EnvFiles.variables(file))
                .containsEntry("A", "1")
                .containsEntry("B", "two words # not a comment")
                .containsEntry("EMPTY", "")
                .containsEntry("Q", "line\nbreak \"q\"")
                .containsEntry("S", "as $(it) is\\n")
                .containsEntry("WITH", "a=b")
                .hasSize(6);
    }

    @Test
    void badLineIsLocatedButNeverShown() throws Exception {
        for (String bad : new String[] {"A=1\ns3cret", "A=1\nB=\"s3cret", "A=1\nB='s3cret'x", "A=1\n=s3cret"}) {
            FileRef file = file(bad);
            assertThatThrownBy(() -> EnvFiles.variables(file))
                    .hasMessageContaining(file.path() + ":2: ")
                    .satisfies(problem -> assertThat(problem.toString()).doesNotContain("s3cret"));
        }
    }

    @Test
    void fifoAndDeviceAndFolderAreRefusedWithoutReading() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        for (String path : new String[] {fifo.toString(), "/dev/zero", folder.toString()}) {
            assertThatThrownBy(() -> EnvFiles.value(new FileRef(path, false)))
                    .hasMessageContaining("cannot read " + path + ": not a regular file");
        }
    }

    @Test
    void largeFileIsRefused() throws Exception {
        FileRef large = file("x".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> EnvFiles.value(large)).hasMessageContaining("larger than 1 MiB");
    }
}
