package dev.podvisor.linux;

import sun.misc.Signal;

/** Signals that this JVM receives. The handler runs on a thread of the JVM's own; SIGQUIT, SIGSEGV and SIGKILL cannot be taken. */
public final class Signals {

    private static final int SIG_DFL = 0;

    private Signals() {}

    /**
     * Gives a signal its default action. One that came ignored, such as SIGHUP behind nohup(1), the JVM would leave so, whatever
     * handler it is given.
     */
    public static void restore(int number) {
        Native.call(Native.symbol("signal"), number, SIG_DFL, 0, 0, 0, 0);
    }

    /** Takes a signal, named as in {@code SIGTERM}, from now on; yields false where the platform keeps it. */
    public static boolean handle(String name, Runnable handler) {
        try {
            Signal.handle(new Signal(name.substring(3)), _ -> handler.run());
            return true;
        } catch (IllegalArgumentException kept) {
            return false;
        }
    }
}
