package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Calls C functions through one method handle. Each handle costs 3 to 5 ms at start-up, and 64-bit Linux passes the first six
 * integer arguments of any C function, variadic or not, in the same registers (System V x86-64 ABI 3.2.3, AAPCS64 6.4), so one
 * handle of six {@code long} arguments serves them all; surplus arguments are ignored by the callee. Thread-safe.
 */
final class Native {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final MethodHandle CALL = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    /** Where the errno of a call lands; a thread blocked in one call must not share it with another. */
    private static final ThreadLocal<MemorySegment> ERRNO =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private Native() {}

    /** A function that every supported libc has. */
    static MemorySegment symbol(String name) {
        return find(name).orElseThrow(() -> new UnsatisfiedLinkError("cannot find " + name + " in libc"));
    }

    /** A function that only some libcs have. */
    static Optional<MemorySegment> find(String name) {
        return LIBC.find(name);
    }

    /** Calls a function that returns a {@code long} or {@code ssize_t}, -1 with errno on failure; yields -errno then. */
    static long callLong(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        MemorySegment errno = ERRNO.get();
        long result = invoke(function, errno, a, b, c, d, e, f);
        return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    }

    /** The same for a function that returns an {@code int}: the upper half of the register is not defined then. */
    static int call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        MemorySegment errno = ERRNO.get();
        int result = (int) invoke(function, errno, a, b, c, d, e, f);
        return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    }

    /** Calls a function that returns an {@code int} errno itself, such as those of posix_spawn(3). */
    static int callReturningErrno(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        return (int) invoke(function, ERRNO.get(), a, b, c, d, e, f);
    }

    private static long invoke(
            MemorySegment function, MemorySegment errno, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, errno, a, b, c, d, e, f);
        } catch (RuntimeException | Error problem) {
            throw problem;
        } catch (Throwable impossible) {
            throw new AssertionError("a native call cannot throw", impossible);
        }
    }
}
