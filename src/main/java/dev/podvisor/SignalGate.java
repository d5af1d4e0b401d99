package dev.podvisor;

import dev.podvisor.linux.Libc;
import dev.podvisor.linux.Signals;
import dev.podvisor.linux.TermSignal;
import dev.podvisor.spec.Signal;
import dev.podvisor.status.Colour;
import dev.podvisor.supervise.Supervisor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the signals of PID 1 from the first statement of {@code main} on. Before the loop runs there is no child, so a stop
 * signal ends the JVM at once; from then on the loop decides. Thread-safe.
 */
final class SignalGate {

    private static final List<String> TAKEN = List.of("SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH");

    private static final int SIGHUP = 1;
    private static final int STDERR = 2;

    private @Nullable Supervisor supervisor;
    private Runnable onHangUp = () -> {};

    /** Takes the signals, at first the quick way; then SIGTERM so that it is heeded where there is no room for a thread. */
    void close() {
        Signals.restore(SIGHUP); // it only reloads, so whoever has it ignored loses nothing
        for (String name : TAKEN) {
            Signals.handle(name, () -> received(name));
        }
        TermSignal.handle(() -> received("SIGTERM"));
    }

    /** From now on the loop gets the signals; SIGHUP reloads, which must not block, unless it says that the terminal was closed. */
    synchronized void open(Supervisor loop, Runnable reload) {
        supervisor = loop;
        onHangUp = reload;
    }

    private synchronized void received(String name) {
        if (name.equals("SIGHUP") && !isTerminalClosed()) {
            onHangUp.run();
        } else if (supervisor != null) {
            supervisor.received(Signal.of(name));
        } else if (Supervisor.STOP_SIGNALS.contains(name)) {
            Runtime.getRuntime().halt(0);
        }
    }

    /** Whoever ran this on a terminal and closed that has no way left to see or to end it. */
    private static boolean isTerminalClosed() {
        for (int fd = 0; fd <= STDERR; fd++) {
            if (Colour.isTerminal(fd) && Libc.isHungUp(fd)) {
                return true;
            }
        }
        return false;
    }
}
