package dev.podvisor.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls C functions as {@link Native} does, by the thousand a second and without garbage: a call that captures errno leaves 32
 * bytes where there is no optimising compiler. So errno is not captured; when a call fails it is made once more through
 * {@link Native}, and that one's result counts. Only for calls that may be made twice.
 *
 * <p>Its method handle is a second one, made when it is first used: not before the first child.
 */
final class QuietCall {

    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private QuietCall() {}

    /** As {@link Native#callLong}. */
    static long callLong(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        long result = invoke(function, a, b, c, d, e, f);
        return result == -1 ? Native.callLong(function, a, b, c, d, e, f) : result;
    }

    /** As {@link Native#call}. */
    static int call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        int result = (int) invoke(function, a, b, c, d, e, f);
        return result == -1 ? Native.call(function, a, b, c, d, e, f) : result;
    }

    /** For a function whose failure does not matter, and that must not be called twice. */
    static void callOnce(MemorySegment function, long a) {
        invoke(function, a, 0, 0, 0, 0, 0);
    }

    private static long invoke(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, a, b, c, d, e, f);
        } catch (RuntimeException | Error problem) {
            throw problem;
        } catch (Throwable impossible) {
            throw new AssertionError("a native call cannot throw", impossible);
        }
    }
}
