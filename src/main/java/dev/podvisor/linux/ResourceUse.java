package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a reaped child used, the children that it had waited for included (wait4(2), getrusage(2)); filled in by
 * {@link Children#reap(int, MemorySegment, ResourceUse)}. Not thread-safe.
 */
public final class ResourceUse {

    private static final int BLOCK = 512; // of ru_inblock and ru_oublock (include/linux/task_io_accounting_ops.h)

    // Offsets in struct rusage on 64-bit Linux.
    private static final int USER = 0;
    private static final int SYSTEM = 16;
    private static final int IN_BLOCKS = 88;
    private static final int OUT_BLOCKS = 96;
    private static final int SIZE = 144;

    private final MemorySegment rusage = Arena.ofAuto().allocate(SIZE, 8);

    long address() {
        return rusage.address();
    }

    public long userMicros() {
        return micros(USER);
    }

    public long systemMicros() {
        return micros(SYSTEM);
    }

    /** Bytes read from storage. */
    public long readBytes() {
        return rusage.get(JAVA_LONG, IN_BLOCKS) * BLOCK;
    }

    /** Bytes that were to be written to storage. */
    public long writeBytes() {
        return rusage.get(JAVA_LONG, OUT_BLOCKS) * BLOCK;
    }

    private long micros(int timeval) {
        return rusage.get(JAVA_LONG, timeval) * 1_000_000 + rusage.get(JAVA_LONG, timeval + 8L);
    }
}
