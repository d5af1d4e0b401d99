package dev.podvisor.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPathTest {

    @TempDir
    Path directory;

    @Test
    void theVariableLeavesNoOtherCandidate() {
        assertThat(SocketPath.candidates(Map.of("PODVISOR_SOCKET", "/a/b.sock")::get, 7))
                .containsExactly(new SocketPath(Path.of("/a/b.sock"), false));
    }

    @Test
    void withoutItRunComesFirstAndThenAPrivateDirectory() {
        assertThat(SocketPath.candidates(Map.<String, String>of()::get, 7))
                .containsExactly(
                        new SocketPath(Path.of("/run/podvisor/podvisor.sock"), false),
                        new SocketPath(Path.of("/tmp/podvisor-7/podvisor.sock"), true));
        assertThat(SocketPath.candidates(Map.of("TMPDIR", "/scratch", "PODVISOR_SOCKET", "")::get, 7))
                .contains(new SocketPath(Path.of("/scratch/podvisor-7/podvisor.sock"), true));
    }

    @Test
    void aRelativePathIsMadeAbsolute() {
        assertThat(SocketPath.chosen(Path.of("x.sock")).path()).isAbsolute();
        assertThat(SocketPath.chosen(Path.of("x.sock")).directory())
                .isEqualTo(Path.of("").toAbsolutePath());
    }

    @Test
    void aMissingOrPrivateDirectoryIsTrusted() throws IOException {
        assertThat(in("missing").distrust()).isEmpty();
        make("private", "rwx------");
        assertThat(in("private").distrust()).isEmpty();
    }

    @Test
    void aDirectoryThatOthersCanEnterIsNot() throws IOException {
        make("open", "rwx--x---");
        assertThat(in("open").distrust())
                .hasValueSatisfying(why -> assertThat(why).endsWith("is open to other users"));
    }

    @Test
    void aLinkIsNot() throws IOException {
        make("private", "rwx------");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("private"));
        assertThat(in("link").distrust())
                .hasValueSatisfying(why -> assertThat(why).endsWith("is not a directory"));
    }

    @Test
    void anotherUsersIsNot() {
        // Whoever runs the tests, /proc/1/.. of another user is hard to come by; /proc belongs to root and is open to
        // all.
        assertThat(new SocketPath(Path.of("/proc/s"), true))
                .satisfies(path -> assertThat(path.distrust()).isPresent());
    }

    @Test
    void aMissingDirectoryIsMadeAsOpenAsItMayBe() throws IOException {
        assertThat(in("new").makeDirectory()).isEmpty();
        assertThat(Files.getPosixFilePermissions(directory.resolve("new")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(SocketPath.chosen(directory.resolve("a/b/s")).makeDirectory())
                .isEmpty();
        assertThat(Files.getPosixFilePermissions(directory.resolve("a/b")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void nothingIsMadeWhereALinkLeads() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("target"));
        assertThat(in("link").makeDirectory()).isPresent();
        assertThat(directory.resolve("target")).doesNotExist();
    }

    @Test
    void aChosenPathIsNotQuestioned() throws IOException {
        make("open", "rwxrwxrwx");
        assertThat(SocketPath.chosen(directory.resolve("open/s")).distrust()).isEmpty();
    }

    private SocketPath in(String name) {
        return new SocketPath(directory.resolve(name).resolve("podvisor.sock"), true);
    }

    private void make(String name, String mode) throws IOException {
        Files.setPosixFilePermissions(
                Files.createDirectory(directory.resolve(name)), PosixFilePermissions.fromString(mode));
    }
}
