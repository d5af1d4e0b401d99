package dev.podvisor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podvisor.status.SocketPath;
import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixListenerTest {

    @TempDir
    Path directory;

    @Test
    void theSocketIsForItsOwnerAndGroupOnly() throws IOException {
        try (UnixListener listener = open("run/api.sock")) {
            assertThat(mode(listener.path())).isEqualTo("rw-rw----");
            assertThat(mode(listener.path().getParent())).isEqualTo("rwxr-xr-x");
            assertThat(Files.list(listener.path().getParent())).containsExactly(listener.path());
        }
        assertThat(Files.list(directory.resolve("run"))).isEmpty();
    }

    @Test
    void aPrivateDirectoryIsMadePrivate() throws IOException {
        try (UnixListener listener = UnixListener.open(new SocketPath(directory.resolve("mine/s"), true))) {
            assertThat(mode(listener.path().getParent())).isEqualTo("rwx------");
        }
    }

    @Test
    void aPrivateDirectoryThatIsOpenToOthersIsNotUsed() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> UnixListener.open(new SocketPath(open.resolve("s"), true)))
                .hasMessage("cannot listen on " + open + "/s: " + open
                        + " is open to other users (remove it or set PODVISOR_SOCKET)");
    }

    @Test
    void whatADeadPredecessorLeftBehindIsReplaced() throws IOException {
        Path path = directory.resolve("api.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (UnixListener listener = open("api.sock");
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(listener.accept().isConnected()).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void aPredecessorThatDiedBetweenBindAndRenameIsClearedAway() throws IOException {
        try (UnixListener first = open("api.sock")) {
            assertThat(first.isOpen()).isTrue();
        }
        Path stage = directory.resolve("." + Integer.toHexString("api.sock".hashCode() & 0xffffff));
        Files.createDirectory(stage);
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(stage.resolve("s")));
        }
        try (UnixListener second = open("api.sock")) {
            assertThat(Files.list(directory)).containsExactly(second.path());
        }
    }

    @Test
    void aLiveSocketIsNeverTakenOver() throws IOException {
        try (UnixListener listener = open("api.sock")) {
            assertThatThrownBy(() -> open("api.sock"))
                    .hasMessage("cannot listen on " + listener.path()
                            + ": another process listens on it (stop it or set PODVISOR_SOCKET)");
            assertThat(listener.path()).exists();
        }
    }

    @Test
    void aFileThatIsNoSocketIsNeverReplaced() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "x");
        assertThatThrownBy(() -> open("precious"))
                .hasMessage("cannot listen on " + precious
                        + ": something else than a socket is there (remove it or set PODVISOR_SOCKET)");
        assertThat(precious).hasContent("x");
        Files.createSymbolicLink(directory.resolve("link"), precious);
        assertThatThrownBy(() -> open("link")).hasMessageContaining("something else than a socket");
    }

    @Test
    void aPathThatIsTooLongIsToldSo() {
        String name = "n".repeat(120 - directory.toString().length());
        assertThatThrownBy(() -> open(name))
                .hasMessage("cannot listen on " + directory.resolve(name)
                        + ": a socket's path may have 107 bytes, this needs 121 (take a shorter one)");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsToldSo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> open("file/run/api.sock"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on " + file + "/run/api.sock: ")
                .hasMessageEndingWith(" (set PODVISOR_SOCKET to a path that podvisor may create)");
    }

    @Test
    void theServerTakesTheFirstPlaceThatWorksAndNamesAllThatDoNot() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        SocketPath bad = SocketPath.chosen(file);
        SocketPath good = SocketPath.chosen(directory.resolve("good"));
        try (ApiServer server = new ApiServer(List.of(bad, good), new StatusFeed(), new FakeControl(), _ -> {})) {
            assertThat(server.start()).isEqualTo(good.path());
        }
        try (ApiServer server = new ApiServer(List.of(bad, bad), new StatusFeed(), new FakeControl(), _ -> {})) {
            assertThatThrownBy(server::start).hasMessageContaining("PODVISOR_SOCKET); cannot listen on " + file);
        }
    }

    @Test
    void closingLeavesAnothersSocketAlone() throws IOException {
        UnixListener first = open("api.sock");
        Files.delete(first.path());
        try (UnixListener second = open("api.sock")) {
            first.close();
            assertThat(second.path()).exists();
        }
        first.close();
    }

    @Test
    void thePeersUserIsKnown() throws IOException {
        try (UnixListener listener = open("api.sock");
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(listener.path()));
                SocketChannel accepted = listener.accept()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(accepted.getOption(ExtendedSocketOptions.SO_PEERCRED)
                            .user()
                            .getName())
                    .isEqualTo(Files.getOwner(listener.path()).getName());
        }
    }

    private UnixListener open(String name) throws IOException {
        return UnixListener.open(SocketPath.chosen(directory.resolve(name)));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
