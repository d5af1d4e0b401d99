package dev.podvisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.status.SocketPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {

    @TempDir
    Path folder;

    private SocketPath socket(String name) {
        return SocketPath.chosen(folder.resolve(name));
    }

    @Test
    void firstHoldsItAndTheSecondLearnsWho() {
        assertThat(InstanceLock.take(socket("s"))).isEqualTo(new InstanceLock.Held());
        assertThat(InstanceLock.take(socket("s"))).isEqualTo(new InstanceLock.Taken(Optional.of((int)
                ProcessHandle.current().pid())));
        assertThat(InstanceLock.take(socket("other"))).isEqualTo(new InstanceLock.Held());
    }

    @Test
    void missingDirectoryIsMade() {
        assertThat(InstanceLock.take(socket("a/b/s"))).isEqualTo(new InstanceLock.Held());
        assertThat(folder.resolve("a/b/s.lock")).isRegularFile();
    }

    @Test
    void placeThatCannotBeWrittenIsNoError() throws Exception {
        Files.writeString(folder.resolve("file"), "");

        assertThat(InstanceLock.take(socket("file/s")))
                .isInstanceOfSatisfying(
                        InstanceLock.Impossible.class,
                        impossible -> assertThat(impossible.reason()).startsWith("cannot "));
    }

    @Test
    void symbolicLinkInPlaceOfTheLockIsNotFollowed() throws Exception {
        Path target = Files.writeString(folder.resolve("precious"), "content");
        Files.createSymbolicLink(folder.resolve("s.lock"), target);

        assertThat(InstanceLock.take(socket("s"))).isInstanceOf(InstanceLock.Impossible.class);
        assertThat(target).hasContent("content");
    }

    @Test
    void privateDirectoryIsPrivateFromTheStartAndRefusedWhenOpen() throws Exception {
        Path own = folder.resolve("own");
        assertThat(InstanceLock.take(new SocketPath(own.resolve("s"), true))).isEqualTo(new InstanceLock.Held());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");

        Path open = Files.createDirectory(
                folder.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThat(InstanceLock.take(new SocketPath(open.resolve("s"), true)))
                .isEqualTo(new InstanceLock.Impossible(open + " is open to other users"));
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void identityFollowsThePath() {
        assertThat(InstanceLock.identity(Path.of("/a"))).isEqualTo(InstanceLock.identity(Path.of("/a")));
        assertThat(InstanceLock.identity(Path.of("/a")) & 0xffffff)
                .isNotEqualTo(InstanceLock.identity(Path.of("/b")) & 0xffffff);
    }
}
