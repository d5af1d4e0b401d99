package dev.podvisor.linux;

import sun.misc.Signal;

/** Signals that this JVM receives. The handler runs on a thread of the JVM's own; SIGQUIT, SIGSEGV and SIGKILL cannot be taken. */
public final class Signals {

    private Signals() {}

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
