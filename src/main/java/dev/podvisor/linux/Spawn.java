package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Starts a program with posix_spawn(3): in a session and process group of its own, with default signal handlers, no blocked
 * signal, {@code /dev/null} as stdin and no inherited descriptor. For one thread at a time.
 */
public final class Spawn {

    private static final MemorySegment SPAWN = Native.symbol("posix_spawn");
    private static final MemorySegment ATTR_INIT = Native.symbol("posix_spawnattr_init");
    private static final MemorySegment ATTR_SETFLAGS = Native.symbol("posix_spawnattr_setflags");
    private static final MemorySegment ATTR_SETSIGDEFAULT = Native.symbol("posix_spawnattr_setsigdefault");
    private static final MemorySegment ATTR_SETSIGMASK = Native.symbol("posix_spawnattr_setsigmask");
    private static final MemorySegment ACTIONS_INIT = Native.symbol("posix_spawn_file_actions_init");
    private static final MemorySegment ACTIONS_DESTROY = Native.symbol("posix_spawn_file_actions_destroy");
    private static final MemorySegment ADD_OPEN = Native.symbol("posix_spawn_file_actions_addopen");
    private static final MemorySegment ADD_DUP2 = Native.symbol("posix_spawn_file_actions_adddup2");
    private static final MemorySegment ADD_CHDIR = Native.symbol("posix_spawn_file_actions_addchdir_np");
    /** glibc 2.34; without it {@code close_range} marks what must not be inherited just before the spawn. */
    private static final Optional<MemorySegment> ADD_CLOSEFROM =
            Native.find("posix_spawn_file_actions_addclosefrom_np");

    /** glibc 2.39. */
    private static final Optional<MemorySegment> ATTR_SETCGROUP = Native.find("posix_spawnattr_setcgroup_np");

    private static final MemorySegment SYSCALL = Native.symbol("syscall");
    private static final int SYS_CLOSE_RANGE = 436;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private static final short FLAGS = 0x04 | 0x08 | 0x80; // SETSIGDEF | SETSIGMASK | SETSID
    private static final short SETCGROUP = 0x100;
    private static final int ATTR_SIZE = 512; // 336 in glibc and musl
    private static final int ACTIONS_SIZE = 256; // 80 in glibc and musl
    private static final int SIGSET_SIZE = 128;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment attributes = arena.allocate(ATTR_SIZE, 16);
    private final MemorySegment devNull = arena.allocateFrom("/dev/null");
    private final MemorySegment pid = arena.allocate(JAVA_INT);

    public Spawn() {
        Native.callReturningErrno(ATTR_INIT, attributes.address(), 0, 0, 0, 0, 0);
        MemorySegment all = arena.allocate(SIGSET_SIZE, 8).fill((byte) 0xff);
        MemorySegment none = arena.allocate(SIGSET_SIZE, 8);
        Native.callReturningErrno(ATTR_SETSIGDEFAULT, attributes.address(), all.address(), 0, 0, 0, 0);
        Native.callReturningErrno(ATTR_SETSIGMASK, attributes.address(), none.address(), 0, 0, 0, 0);
        Native.callReturningErrno(ATTR_SETFLAGS, attributes.address(), FLAGS, 0, 0, 0, 0);
    }

    /**
     * What to start. Texts are bytes as the kernel takes them, without a NUL.
     *
     * @param program a path; a relative one is resolved in {@code directory}
     * @param directory working directory; empty for this process's own
     * @param cgroup descriptor of the folder of the cgroup it starts in, which {@link #entersCgroups} must allow; -1 for this
     *     process's own
     */
    public record Request(
            byte[] program, List<byte[]> arguments, List<byte[]> environment, byte[] directory, int cgroup) {}

    /**
     * Starts the program.
     *
     * @param stdout its descriptor 1
     * @param stderr its descriptor 2
     * @param before called at the last moment before the call and {@code after} right behind it, for what the child is to
     *     inherit; not earlier, because glibc refuses descriptors above a lowered limit when they are prepared
     * @return its pid or a negative error number, of exec or of what came before it
     */
    public int start(Request request, int stdout, int stderr, Runnable before, Runnable after) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment actions = scratch.allocate(ACTIONS_SIZE, 16);
            int errno = Native.callReturningErrno(ACTIONS_INIT, actions.address(), 0, 0, 0, 0, 0);
            if (errno != 0) {
                return -errno;
            }
            try {
                errno = addActions(scratch, actions.address(), request, stdout, stderr);
                return errno == 0 ? spawn(scratch, actions, request, before, after) : -errno;
            } finally {
                Native.callReturningErrno(ACTIONS_DESTROY, actions.address(), 0, 0, 0, 0, 0);
            }
        }
    }

    private int spawn(Arena scratch, MemorySegment actions, Request request, Runnable before, Runnable after) {
        long program = Libc.text(scratch, request.program()).address();
        long arguments = vector(scratch, request.arguments()).address();
        long environment = vector(scratch, request.environment()).address();
        int errno;
        if (request.cgroup() >= 0) {
            enter(request.cgroup());
        }
        try {
            before.run();
            errno = Native.callReturningErrno(
                    SPAWN, pid.address(), program, actions.address(), attributes.address(), arguments, environment);
        } finally {
            after.run();
            if (request.cgroup() >= 0) {
                Native.callReturningErrno(ATTR_SETFLAGS, attributes.address(), FLAGS, 0, 0, 0, 0);
            }
        }
        return errno == 0 ? pid.get(JAVA_INT, 0) : -errno;
    }

    /** Whether this libc can start a program in another cgroup; the kernel may still refuse (before Linux 5.7). */
    public static boolean entersCgroups() {
        return ATTR_SETCGROUP.isPresent();
    }

    private void enter(int cgroup) {
        Native.callReturningErrno(ATTR_SETCGROUP.orElseThrow(), attributes.address(), cgroup, 0, 0, 0, 0);
        Native.callReturningErrno(ATTR_SETFLAGS, attributes.address(), FLAGS | SETCGROUP, 0, 0, 0, 0);
    }

    /** stdin comes last: its open(2) needs a free descriptor below the soft limit, and before they may all be in use. */
    private int addActions(Arena scratch, long actions, Request request, int stdout, int stderr) {
        int errno = Native.callReturningErrno(ADD_DUP2, actions, stdout, 1, 0, 0, 0);
        errno = errno != 0 ? errno : Native.callReturningErrno(ADD_DUP2, actions, stderr, 2, 0, 0, 0);
        errno = errno != 0 ? errno : addCloseOthers(actions);
        if (errno == 0 && request.directory().length > 0) {
            long directory = Libc.text(scratch, request.directory()).address();
            errno = Native.callReturningErrno(ADD_CHDIR, actions, directory, 0, 0, 0, 0);
        }
        return errno != 0
                ? errno
                : Native.callReturningErrno(ADD_OPEN, actions, 0, devNull.address(), Libc.O_RDONLY, 0, 0);
    }

    private static int addCloseOthers(long actions) {
        if (ADD_CLOSEFROM.isPresent()) {
            return Native.callReturningErrno(ADD_CLOSEFROM.get(), actions, 3, 0, 0, 0, 0);
        }
        Native.callLong(SYSCALL, SYS_CLOSE_RANGE, 3, 0xffff_ffffL, CLOSE_RANGE_CLOEXEC, 0, 0);
        return 0;
    }

    private static MemorySegment vector(Arena arena, List<byte[]> texts) {
        MemorySegment vector = arena.allocate(JAVA_LONG, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            vector.set(
                    JAVA_LONG,
                    (long) i * Long.BYTES,
                    Libc.text(arena, texts.get(i)).address());
        }
        return vector;
    }
}
