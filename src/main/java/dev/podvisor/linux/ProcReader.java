package dev.podvisor.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads processes below a {@code /proc}, without garbage (proc(5)).
 *
 * <p>A process is first opened: what is then read through the descriptor of its folder is of that very process, and of no later
 * owner of its pid, since the kernel answers ENOENT or ESRCH when it is gone. Every method yields a result, 0, or a negative
 * error number ({@link Errno}). For one thread.
 */
public final class ProcReader implements AutoCloseable {

    private static final MemorySegment OPENAT = Native.symbol("openat");
    private static final MemorySegment CLOSE = Native.symbol("close");
    private static final MemorySegment STATX = Native.symbol("statx");
    private static final MemorySegment READLINKAT = Native.symbol("readlinkat");
    private static final MemorySegment LSEEK = Native.symbol("lseek");
    private static final MemorySegment SYSCALL = Native.symbol("syscall");

    private static final int SYS_GETDENTS64 =
            System.getProperty("os.arch", "").equals("aarch64") ? 61 : 217; // asm/unistd.h
    private static final int DIRENT_LENGTH = 16; // offsets in struct linux_dirent64 (getdents(2))
    private static final int DIRENT_NAME = 19;

    private static final int WITH_SIZE = 0x200; // STATX_SIZE
    private static final int SIZE_AT = 40; // offset of stx_size in struct statx (statx(2))

    private static final int SIGCHLD = 17;
    private static final int TO_OPEN = Libc.O_RDONLY | Libc.O_CLOEXEC;
    private static final int PROBES = 5;

    private static final byte[] READ_BYTES = bytes("read_bytes:");
    private static final byte[] WRITE_BYTES = bytes("write_bytes:");
    private static final byte[] VM_SWAP = bytes("VmSwap:");
    private static final byte[] SWAP_TOTAL = bytes("SwapTotal:");
    private static final byte[] SWAP_FREE = bytes("SwapFree:");

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment name = arena.allocate(24);
    private final MemorySegment statFile = arena.allocateFrom("stat");
    private final MemorySegment statmFile = arena.allocateFrom("statm");
    private final MemorySegment statusFile = arena.allocateFrom("status");
    private final MemorySegment ioFile = arena.allocateFrom("io");
    private final MemorySegment fdFolder = arena.allocateFrom("fd");
    private final MemorySegment netNamespace = arena.allocateFrom("ns/net");
    private final MemorySegment netDevices = arena.allocateFrom("net/dev");
    private final MemorySegment memory = arena.allocateFrom("meminfo");
    private final MemorySegment statx = arena.allocate(256, 8);

    // Addresses are asked for once: without the optimising compiler each question costs as much as a short system call.
    // Buffers show the same memory where it is read and written by the byte: that is cheaper than through the segment.
    private final ByteBuffer nameBytes = name.asByteBuffer();
    private final ByteBuffer statxBytes = statx.asByteBuffer().order(ByteOrder.nativeOrder());
    private final long nameAddress = name.address();
    private final long statAddress = statFile.address();
    private final long statmAddress = statmFile.address();
    private final long ioAddress = ioFile.address();
    private final long fdAddress = fdFolder.address();
    private final long statxAddress = statx.address();

    private final TextBuffer text = new TextBuffer();
    private final int root;
    private final boolean sizeIsCount;

    /** @throws IllegalStateException when the folder cannot be opened */
    public ProcReader(Path proc) {
        this.root = Libc.open(proc.toString(), Libc.O_RDONLY | Libc.O_DIRECTORY, 0);
        if (root < 0) {
            throw new IllegalStateException("cannot open " + proc + ": " + Errno.text(-root));
        }
        this.sizeIsCount = probeSize();
    }

    /** Since Linux 6.2 the size of {@code /proc/PID/fd} is the number of descriptors; before, it is 0. */
    private boolean probeSize() {
        int self = openAt(root, arena.allocateFrom("self").address(), Libc.O_PATH | Libc.O_DIRECTORY);
        if (self < 0) {
            return false;
        }
        try {
            // Another thread may open or close a descriptor between the two counts.
            for (int i = 0; i < PROBES; i++) {
                long size = sizeOf(self, fdAddress);
                if (size > 0 && size + 1 == countEntries(self)) {
                    return true; // the folder that was open while its entries were counted is one more
                }
            }
            return false;
        } finally {
            QuietCall.callOnce(CLOSE, self);
        }
    }

    /** Adds every process that shows here. */
    public int pids(PidList into) {
        QuietCall.callLong(LSEEK, root, 0, 0, 0, 0, 0);
        while (true) {
            int length = entries(root);
            if (length <= 0) {
                return length;
            }
            for (int at = 0; at < length; at += entryLength(at)) {
                text.moveTo(at + DIRENT_NAME);
                if (text.byteAt(at + DIRENT_NAME) >= '1' && text.byteAt(at + DIRENT_NAME) <= '9') {
                    into.add((int) text.number());
                }
            }
        }
    }

    /** Opens a process; yields a descriptor that {@link #close(int)} gives back, ENOENT when there is no such process. */
    public int open(int pid) {
        writeName(pid);
        return openAt(root, nameAddress, Libc.O_PATH | Libc.O_DIRECTORY);
    }

    public void close(int process) {
        QuietCall.callOnce(CLOSE, process);
    }

    /** Times, state and identity. */
    public int readStat(int process, ProcReading into) {
        int length = read(process, statAddress);
        if (length < 0) {
            return length;
        }
        // The name in parentheses may hold anything, even spaces and parentheses, so fields are counted from its last
        // one.
        if (!text.moveBehindLast(')') || text.position() + 2 >= text.end()) {
            return -Errno.EINVAL;
        }
        into.state = (char) text.byteAt(text.position() + 1);
        skip(1);
        into.parent = (int) text.number(); // field 4
        skip(9);
        into.userTicks = text.number(); // field 14
        into.systemTicks = text.number();
        into.childUserTicks = text.number();
        into.childSystemTicks = text.number();
        skip(2);
        into.threads = text.number(); // field 20
        skip(1);
        into.startTicks = text.number(); // field 22
        skip(10);
        long ignored = text.number(); // field 33
        into.ignoresChildren = ignored > 0 && (ignored >> (SIGCHLD - 1) & 1) == 1;
        return into.startTicks < 0 ? -Errno.EINVAL : 0;
    }

    /** Memory, from {@code statm}: newer kernels add up what each CPU has counted there, but not for {@code stat}. */
    public int readMemory(int process, ProcReading into) {
        int length = read(process, statmAddress);
        if (length < 0) {
            return length;
        }
        into.virtualPages = text.number();
        into.residentPages = text.number();
        return into.residentPages < 0 ? -Errno.EINVAL : 0;
    }

    /** Bytes to and from storage; EACCES for processes of other users. */
    public int readIo(int process, ProcReading into) {
        int length = read(process, ioAddress);
        if (length < 0) {
            return length;
        }
        into.readBytes = text.moveToLine(READ_BYTES) ? text.number() : -1;
        into.writeBytes = text.moveToLine(WRITE_BYTES) ? text.number() : -1;
        return into.readBytes < 0 || into.writeBytes < 0 ? -Errno.EINVAL : 0;
    }

    /** Bytes of it that are swapped out. */
    public long swapBytes(int process) {
        int length = read(process, statusFile.address());
        if (length < 0) {
            return length;
        }
        return text.moveToLine(VM_SWAP) ? Math.max(0, text.number()) * 1024 : 0; // no memory, no line
    }

    /** How many descriptors it has open. Before Linux 6.2: EACCES for processes of other users. */
    public long descriptors(int process) {
        return sizeIsCount ? sizeOf(process, fdAddress) : countEntries(process);
    }

    /** The number of its network namespace; EACCES for processes of other users. */
    public long netNamespace(int process) {
        long length =
                QuietCall.callLong(READLINKAT, process, netNamespace.address(), text.address(), text.capacity(), 0, 0);
        if (text.taken(length) < 0) {
            return length;
        }
        text.moveBehindLast('['); // net:[4026531833]
        long number = text.number();
        return number < 0 ? -Errno.EINVAL : number;
    }

    /**
     * The interfaces of its network namespace ({@code net/dev}), or of this process's own for {@link #self}; yields the length of
     * the text that {@link #text} then has.
     */
    public int readInterfaces(int process) {
        int fd = openAt(process, netDevices.address(), TO_OPEN);
        if (fd < 0) {
            return fd;
        }
        int length = text.readAll(fd);
        QuietCall.callOnce(CLOSE, fd);
        return length;
    }

    /** Opens this process as {@link #open(int)} does others. */
    public int self() {
        return open(Libc.getpid());
    }

    /** Whether anything is swapped out here: 1 or 0. */
    public int swapInUse() {
        int length = read(root, memory.address());
        if (length < 0) {
            return length;
        }
        long total = text.moveToLine(SWAP_TOTAL) ? text.number() : 0;
        long free = text.moveToLine(SWAP_FREE) ? text.number() : 0;
        return total > free ? 1 : 0;
    }

    /** What the last reading that says so has left here; the next one overwrites it. */
    public TextBuffer text() {
        return text;
    }

    @Override
    public void close() {
        Libc.close(root);
    }

    private void skip(int words) {
        for (int i = 0; i < words; i++) {
            text.skipWord();
        }
    }

    private int read(int folder, long file) {
        int fd = openAt(folder, file, TO_OPEN);
        if (fd < 0) {
            return fd;
        }
        int length = text.readOnce(fd);
        QuietCall.callOnce(CLOSE, fd);
        return length;
    }

    private static int openAt(int folder, long file, int flags) {
        return QuietCall.call(OPENAT, folder, file, flags | Libc.O_CLOEXEC, 0, 0, 0);
    }

    private long sizeOf(int folder, long file) {
        int result = QuietCall.call(STATX, folder, file, 0, WITH_SIZE, statxAddress, 0);
        return result < 0 ? result : statxBytes.getLong(SIZE_AT);
    }

    private long countEntries(int process) {
        int fd = openAt(process, fdAddress, Libc.O_RDONLY | Libc.O_DIRECTORY);
        if (fd < 0) {
            return fd;
        }
        long count = 0;
        int length = entries(fd);
        while (length > 0) {
            for (int at = 0; at < length; at += entryLength(at)) {
                if (text.byteAt(at + DIRENT_NAME) != '.') {
                    count++;
                }
            }
            length = entries(fd);
        }
        QuietCall.callOnce(CLOSE, fd);
        return length < 0 ? length : count;
    }

    /** Fills the buffer with directory entries; yields their length, 0 at the end. */
    private int entries(int fd) {
        return text.taken(QuietCall.callLong(SYSCALL, SYS_GETDENTS64, fd, text.address(), text.capacity(), 0, 0));
    }

    private int entryLength(int at) {
        return (text.byteAt(at + DIRENT_LENGTH) & 0xff) | (text.byteAt(at + DIRENT_LENGTH + 1) & 0xff) << 8;
    }

    private void writeName(int pid) {
        int digits = 1;
        for (int rest = pid; rest >= 10; rest /= 10) {
            digits++;
        }
        nameBytes.put(digits, (byte) 0);
        int rest = pid;
        for (int i = digits - 1; i >= 0; i--) {
            nameBytes.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    private static byte[] bytes(String label) {
        return label.getBytes(StandardCharsets.US_ASCII);
    }
}
