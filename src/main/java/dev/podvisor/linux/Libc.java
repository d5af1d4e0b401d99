package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * System calls of files and of this process, one method each, named after its man page (section 2). Every method yields the
 * call's result, or the negative error number ({@link Errno}) when it failed. Thread-safe.
 */
public final class Libc {

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;

    // The two that differ between architectures (asm/fcntl.h).
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    public static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    public static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

    public static final int F_OK = 0;
    public static final int X_OK = 1;

    private static final MemorySegment OPEN = Native.symbol("open");
    private static final MemorySegment ACCESS = Native.symbol("access");
    private static final MemorySegment CLOSE = Native.symbol("close");
    private static final MemorySegment READ = Native.symbol("read");
    private static final MemorySegment WRITE = Native.symbol("write");
    private static final MemorySegment PIPE2 = Native.symbol("pipe2");
    private static final MemorySegment LSEEK = Native.symbol("lseek");
    private static final MemorySegment FCNTL = Native.symbol("fcntl");
    private static final MemorySegment POLL = Native.symbol("poll");
    private static final MemorySegment FTRUNCATE = Native.symbol("ftruncate");
    private static final MemorySegment FLOCK = Native.symbol("flock");
    private static final MemorySegment MKDIR = Native.symbol("mkdir");
    private static final MemorySegment RMDIR = Native.symbol("rmdir");
    private static final MemorySegment GETPID = Native.symbol("getpid");
    private static final MemorySegment GETEUID = Native.symbol("geteuid");
    private static final MemorySegment PRCTL = Native.symbol("prctl");

    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;
    private static final int PRIO_PROCESS = 0; // which, with 0 for who, is one thread in Linux
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final short POLLOUT = 4;
    private static final int LOCK_EX_NB = 2 | 4;

    private Libc() {}

    /** Opens a file; no child inherits the descriptor. */
    public static int open(String path, int flags, int mode) {
        return open(path.getBytes(StandardCharsets.UTF_8), flags, mode);
    }

    /** Opens a file whose path is given in the kernel's bytes. */
    public static int open(byte[] path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return Native.call(OPEN, text(arena, path).address(), flags | O_CLOEXEC, mode, 0, 0, 0);
        }
    }

    /** Opens the file whose path, a C string, starts a segment; allocates nothing. */
    static int open(MemorySegment path, int flags) {
        return Native.call(OPEN, path.address(), flags | O_CLOEXEC, 0, 0, 0, 0);
    }

    /** Makes a directory, with the permissions that the umask leaves of {@code mode}. */
    public static int mkdir(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return Native.call(MKDIR, arena.allocateFrom(path).address(), mode, 0, 0, 0, 0);
        }
    }

    /** Removes a directory that is empty; a cgroup's own files do not count. */
    public static int rmdir(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return Native.call(RMDIR, arena.allocateFrom(path).address(), 0, 0, 0, 0, 0);
        }
    }

    /** Whether this process may use a file: {@link #F_OK} that it exists, {@link #X_OK} that it may be executed. */
    public static int access(byte[] path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return Native.call(ACCESS, text(arena, path).address(), mode, 0, 0, 0, 0);
        }
    }

    /** A C string. */
    static MemorySegment text(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    public static int close(int fd) {
        return Native.call(CLOSE, fd, 0, 0, 0, 0, 0);
    }

    /** Reads at most {@code count} bytes to the segment from {@code offset} on; 0 at the end of the file. */
    public static long read(int fd, MemorySegment buffer, long offset, long count) {
        Objects.checkFromIndexSize(offset, count, buffer.byteSize()); // asSlice would allocate
        try {
            return Native.callLong(READ, fd, buffer.address() + offset, count, 0, 0, 0);
        } finally {
            Reference.reachabilityFence(buffer); // or the memory could be freed while the kernel uses it
        }
    }

    /** Writes at most {@code count} bytes of the segment from {@code offset} on. */
    public static long write(int fd, MemorySegment buffer, long offset, long count) {
        Objects.checkFromIndexSize(offset, count, buffer.byteSize());
        try {
            return Native.callLong(WRITE, fd, buffer.address() + offset, count, 0, 0, 0);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * Makes reads and writes of an open file description fail with EAGAIN instead of blocking; every process that shares the
     * description is concerned. Yields 0 or a negative error number.
     */
    public static int setNonBlocking(int fd) {
        int flags = Native.call(FCNTL, fd, F_GETFL, 0, 0, 0, 0);
        return flags < 0 ? flags : Native.call(FCNTL, fd, F_SETFL, flags | O_NONBLOCK, 0, 0, 0);
    }

    /** Whether there is a position to seek: in files, not in pipes, sockets and terminals. */
    public static boolean isSeekable(int fd) {
        return Native.callLong(LSEEK, fd, 0, SEEK_CUR, 0, 0, 0) >= 0;
    }

    /** How many bytes an open file has, or a negative error number; moves its position there. */
    public static long size(int fd) {
        return Native.callLong(LSEEK, fd, 0, SEEK_END, 0, 0, 0);
    }

    /** Gives a file another name, in place of what has that name. */
    public static int rename(String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            long newName = arena.allocateFrom(to).address();
            return Native.call(Native.symbol("rename"), arena.allocateFrom(from).address(), newName, 0, 0, 0, 0);
        }
    }

    /** Removes the name of a file. */
    public static int unlink(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return Native.call(Native.symbol("unlink"), arena.allocateFrom(path).address(), 0, 0, 0, 0, 0);
        }
    }

    /** Makes the calling thread, and no other, the last to get a processor (setpriority(2), nice 19). */
    public static int yieldToOthers() {
        return Native.call(Native.symbol("setpriority"), PRIO_PROCESS, 0, 19, 0, 0, 0);
    }

    /** Waits at most {@code milliseconds} until a write may succeed; yields 0 when the time has passed, 1, or an error. */
    public static int awaitWritable(int fd, int milliseconds) {
        return poll(fd, POLLOUT, milliseconds);
    }

    /** Whether a descriptor has failed or its other side has hung up, as a terminal does that was closed. */
    public static boolean isHungUp(int fd) {
        return poll(fd, (short) 0, 0) > 0;
    }

    /** Waits at most {@code milliseconds} for these events or an error, which comes unasked; yields as {@link #awaitWritable}. */
    static int poll(int fd, short events, int milliseconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(8, 4); // struct pollfd
            request.set(JAVA_INT, 0, fd);
            request.set(JAVA_SHORT, 4, events);
            return Native.call(POLL, request.address(), 1, milliseconds, 0, 0, 0);
        }
    }

    /** A pipe of two descriptors that no child inherits; {@code flags} may add {@link #O_NONBLOCK}. */
    public static int pipe2(Pipe into, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fds = arena.allocate(JAVA_INT, 2);
            int result = Native.call(PIPE2, fds.address(), flags | O_CLOEXEC, 0, 0, 0, 0);
            if (result == 0) {
                into.readEnd = fds.get(JAVA_INT, 0);
                into.writeEnd = fds.get(JAVA_INT, 4);
            }
            return result;
        }
    }

    /** The two ends of a pipe, filled in by {@link #pipe2}. Not thread-safe. */
    public static final class Pipe {
        public int readEnd = -1;
        public int writeEnd = -1;
    }

    /** Takes the exclusive lock of an open file without waiting; it ends when the descriptor is closed. */
    public static int flockExclusive(int fd) {
        return Native.call(FLOCK, fd, LOCK_EX_NB, 0, 0, 0, 0);
    }

    /**
     * Ends this process at once (_exit(2)): nothing of the JVM is shut down, no shutdown hook runs. The JVM's own exit waits
     * 300 ms for threads in native code, of which its poller of sockets is always one.
     */
    public static void exit(int status) {
        Native.call(Native.symbol("_exit"), status, 0, 0, 0, 0, 0);
    }

    /** Cuts an open file. */
    public static int ftruncate(int fd, long length) {
        return Native.call(FTRUNCATE, fd, length, 0, 0, 0, 0);
    }

    public static int getpid() {
        return Native.call(GETPID, 0, 0, 0, 0, 0, 0);
    }

    public static int geteuid() {
        return Native.call(GETEUID, 0, 0, 0, 0, 0, 0);
    }

    /** Makes this process the one to which orphaned descendants are handed (prctl(2)); PID 1 is so without it. */
    public static int setChildSubreaper() {
        return Native.call(PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0, 0);
    }

    /** Writes a short text to an existing file, such as one of /proc or a cgroup, in one write. */
    public static int writeFile(String path, String text) {
        int fd = open(path, O_WRONLY, 0);
        if (fd < 0) {
            return fd;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(text);
            return (int) Math.min(0, write(fd, bytes, 0, bytes.byteSize() - 1));
        } finally {
            close(fd);
        }
    }
}
