package dev.podvisor.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** Memory straight from the kernel (mmap(2)): a page of it costs nothing until it is first written. Thread-safe. */
public final class Pages {

    private static final MemorySegment MMAP = Native.symbol("mmap");
    private static final MemorySegment MUNMAP = Native.symbol("munmap");
    private static final MemorySegment MADVISE = Native.symbol("madvise");

    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS = 2 | 0x20;
    private static final int MADV_DONTNEED = 4;

    private Pages() {}

    /** Zeroed memory of so many bytes, for any thread; it is given back when nothing refers to it any more. */
    public static MemorySegment allocate(long bytes) {
        long address = Native.callLong(MMAP, 0, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (address < 0) {
            throw new OutOfMemoryError("cannot map " + bytes + " bytes: " + Errno.text((int) -address));
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes, Arena.ofAuto(), Pages::unmap);
    }

    /** Gives the pages of an allocated segment back to the kernel; what was in them is lost, they read as zero. */
    public static void release(MemorySegment pages) {
        Native.call(MADVISE, pages.address(), pages.byteSize(), MADV_DONTNEED, 0, 0, 0);
        Reference.reachabilityFence(pages);
    }

    private static void unmap(MemorySegment pages) {
        Native.call(MUNMAP, pages.address(), pages.byteSize(), 0, 0, 0, 0);
    }
}
