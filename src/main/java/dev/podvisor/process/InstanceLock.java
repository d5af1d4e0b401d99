package dev.podvisor.process;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import dev.podvisor.status.IoCause;
import dev.podvisor.status.SocketPath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One supervisor at a time for one socket path: a file beside the socket, locked for as long as this process lives (flock(2)),
 * which holds the pid of its owner.
 */
public final class InstanceLock {

    private InstanceLock() {}

    /** What came of an attempt. */
    public sealed interface Result {}

    /** Held until this process ends. */
    public record Held() implements Result {}

    /** Another live supervisor has it; the pid is absent when it could not be read. */
    public record Taken(Optional<Integer> pid) implements Result {}

    /** The file cannot be made. */
    public record Impossible(String reason) implements Result {}

    /** Takes the lock for a socket, making its directory when it is missing. */
    public static Result take(SocketPath socket) {
        Optional<String> untrusted = makeDirectory(socket);
        if (untrusted.isPresent()) {
            return new Impossible(untrusted.get());
        }
        Path file = socket.path().resolveSibling(socket.path().getFileName() + ".lock");
        int fd = Libc.open(file.toString(), Libc.O_RDWR | Libc.O_CREAT | Libc.O_NOFOLLOW, 0600);
        if (fd < 0) {
            return new Impossible("cannot open " + file + ": " + Errno.text(-fd));
        }
        int locked = Libc.flockExclusive(fd);
        if (locked < 0) {
            Libc.close(fd);
            return -locked == Errno.EAGAIN
                    ? new Taken(owner(file))
                    : new Impossible("cannot lock " + file + ": " + Errno.text(-locked));
        }
        write(fd, Libc.getpid() + "\n");
        return new Held();
    }

    /** A supervisor and its successor have this number in common, because they use the same socket path. */
    public static int identity(Path socket) {
        int hash = (socket + "#" + Libc.geteuid()).hashCode();
        return hash ^ hash >>> 24;
    }

    private static Optional<String> makeDirectory(SocketPath socket) {
        try {
            return socket.makeDirectory();
        } catch (IOException problem) {
            return Optional.of("cannot create directory " + socket.directory() + ": " + IoCause.of(problem));
        }
    }

    private static Optional<Integer> owner(Path file) {
        try {
            return Optional.of(Integer.parseInt(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static void write(int fd, String text) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            MemorySegment segment = arena.allocate(bytes.length);
            segment.copyFrom(MemorySegment.ofArray(bytes));
            Libc.ftruncate(fd, 0);
            Libc.write(fd, segment, 0, bytes.length);
        }
    }
}
