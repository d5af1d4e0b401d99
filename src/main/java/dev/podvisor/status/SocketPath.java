package dev.podvisor.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the unix socket of the local API may lie. The supervisor listens on the first candidate that it can create, a client
 * talks to the first on which somebody listens.
 *
 * @param path absolute
 * @param privateDirectory whether the directory must belong to this user alone, because others may write beside it
 */
public record SocketPath(Path path, boolean privateDirectory) {

    /** The environment variable that names the socket; where it is set there is no other candidate. */
    public static final String VARIABLE = "PODVISOR_SOCKET";

    private static final Path DEFAULT = Path.of("/run/podvisor/podvisor.sock");
    private static final int OTHERS = 077;

    public SocketPath {
        path = path.toAbsolutePath().normalize();
    }

    /** A path that somebody chose. */
    public static SocketPath chosen(Path path) {
        return new SocketPath(path, false);
    }

    /** The candidates of this process, best first. */
    public static List<SocketPath> candidates() {
        return candidates(System::getenv, userId());
    }

    static List<SocketPath> candidates(Function<String, @Nullable String> environment, long uid) {
        String named = environment.apply(VARIABLE);
        if (named != null && !named.isEmpty()) {
            return List.of(chosen(Path.of(named)));
        }
        String temporary = environment.apply("TMPDIR");
        Path base = Path.of(temporary == null || temporary.isEmpty() ? "/tmp" : temporary);
        List<SocketPath> candidates = new ArrayList<>();
        candidates.add(chosen(DEFAULT));
        candidates.add(new SocketPath(base.resolve("podvisor-" + uid).resolve("podvisor.sock"), true));
        return List.copyOf(candidates);
    }

    /** The directory of the socket. */
    public Path directory() {
        Path parent = path.getParent();
        return parent == null ? Path.of("/") : parent;
    }

    /**
     * Makes the directory when it is missing, open to others only where that is meant. Nothing may be written into it before.
     *
     * @return why it cannot be trusted, as {@link #distrust}
     */
    public Optional<String> makeDirectory() throws IOException {
        if (!Files.isDirectory(directory(), LinkOption.NOFOLLOW_LINKS)
                && distrust().isEmpty()) {
            Set<PosixFilePermission> mode =
                    PosixFilePermissions.fromString(privateDirectory ? "rwx------" : "rwxr-xr-x");
            Files.createDirectories(directory(), PosixFilePermissions.asFileAttribute(mode));
        }
        return distrust();
    }

    /** Why the directory cannot be trusted, if it exists and cannot: somebody else could have put another socket there. */
    public Optional<String> distrust() throws IOException {
        if (!privateDirectory) {
            return Optional.empty();
        }
        Map<String, Object> facts;
        try {
            facts = Files.readAttributes(directory(), "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (!Boolean.TRUE.equals(facts.get("isDirectory"))) {
            return Optional.of(directory() + " is not a directory");
        }
        if (!(facts.get("uid") instanceof Integer uid) || Integer.toUnsignedLong(uid) != userId()) {
            return Optional.of(directory() + " belongs to another user");
        }
        if (!(facts.get("mode") instanceof Integer mode) || (mode & OTHERS) != 0) {
            return Optional.of(directory() + " is open to other users");
        }
        return Optional.empty();
    }

    /** The effective uid, from proc(5): {@code Uid: real effective saved filesystem}. */
    private static long userId() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Uid:")) {
                    return Long.parseLong(line.split("\t")[2]);
                }
            }
        } catch (IOException e) {
            return NOBODY; // off Linux nothing listens anyway
        }
        return NOBODY;
    }

    private static final long NOBODY = 65_534;
}
