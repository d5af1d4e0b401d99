package dev.podvisor.http;

import dev.podvisor.status.IoCause;
import dev.podvisor.status.SocketPath;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A listening unix socket. bind(2) makes the file with whatever the umask leaves, so it is bound within a directory of mode
 * 0700, given mode 0660 there, and renamed to its place: nobody can connect earlier, and a stale socket is replaced in one step.
 */
final class UnixListener implements Listener {

    private static final int LONGEST = 107; // bytes of sun_path without its final NUL, unix(7)
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000; // inode(7)
    private static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private final Path path;
    private final Object identity;

    private UnixListener(ServerSocketChannel channel, Path path) throws IOException {
        this.channel = channel;
        this.path = path;
        this.identity = identity(path);
    }

    /** Listens; throws an {@link IOException} of the form "cannot listen on PATH: cause (hint)". */
    static UnixListener open(SocketPath where) throws IOException {
        Path path = where.path();
        Path stage = stage(path);
        int length = Math.max(bytes(path), bytes(stage.resolve("s")));
        if (length > LONGEST) {
            throw failure(
                    path, "a socket's path may have " + LONGEST + " bytes, this needs " + length, "take a shorter one");
        }
        try {
            Optional<String> distrust = where.makeDirectory();
            if (distrust.isPresent()) {
                throw failure(path, distrust.get(), "remove it or set " + SocketPath.VARIABLE);
            }
            requireFree(path);
            return bind(path, stage);
        } catch (Refused e) {
            throw e;
        } catch (IOException e) {
            throw failure(path, IoCause.of(e), "set " + SocketPath.VARIABLE + " to a path that podvisor may create");
        }
    }

    @Override
    public SocketChannel accept() throws IOException {
        return channel.accept();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    Path path() {
        return path;
    }

    /** Stops listening and removes the socket, unless another has taken its place. */
    @Override
    public void close() throws IOException {
        channel.close();
        try {
            if (identity.equals(identity(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // somebody removed it: just as well
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static UnixListener bind(Path path, Path stage) throws IOException {
        Path staged = stage.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            clear(stage, staged);
            Files.createDirectory(
                    stage, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            channel.bind(UnixDomainSocketAddress.of(staged), BACKLOG);
            Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rw-rw----"));
            Files.move(staged, path, StandardCopyOption.ATOMIC_MOVE);
            UnixListener listener = new UnixListener(channel, path);
            clear(stage, staged);
            return listener;
        } catch (IOException e) {
            channel.close();
            clear(stage, staged);
            throw e;
        }
    }

    /** A fixed name for each socket, so that what a killed predecessor left behind is found again. */
    private static Path stage(Path path) {
        return path.resolveSibling(
                "." + Integer.toHexString(path.getFileName().toString().hashCode() & 0xffffff));
    }

    private static void clear(Path stage, Path staged) throws IOException {
        Files.deleteIfExists(staged);
        Files.deleteIfExists(stage);
    }

    private static void requireFree(Path path) throws IOException {
        int mode;
        try {
            mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if ((mode & FILE_TYPE) != SOCKET) {
            throw failure(path, "something else than a socket is there", "remove it or set " + SocketPath.VARIABLE);
        }
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw failure(path, "another process listens on it", "stop it or set " + SocketPath.VARIABLE);
        } catch (ConnectException e) {
            // nobody listens: left behind by a dead predecessor
        }
    }

    private static Object identity(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return String.valueOf(attributes.fileKey());
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static Refused failure(Path path, String cause, String hint) {
        return new Refused("cannot listen on " + path + ": " + cause + " (" + hint + ")");
    }

    /** Already worded for people. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }
}
