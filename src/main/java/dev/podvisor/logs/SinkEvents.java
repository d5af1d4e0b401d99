package dev.podvisor.logs;

import dev.podvisor.linux.EventFd;
import org.jspecify.annotations.Nullable;

/** What sinks tell others: the pump that there is room, and whoever shows it that an output has begun or ceased to fail. Thread-safe. */
final class SinkEvents {

    private @Nullable EventFd pump;
    private volatile @Nullable Runnable listener;

    synchronized void wakes(EventFd descriptor) {
        pump = descriptor;
    }

    /** The pump's descriptor is about to be closed, and its number may be another's then. */
    synchronized void pumpEnds() {
        pump = null;
    }

    /** There is room in an output that was waited for. */
    synchronized void room() {
        if (pump != null) {
            pump.signal();
        }
    }

    /** Who is told of changes from now on; must be quick. */
    void tellChangesTo(Runnable next) {
        listener = next;
    }

    /** Lines were lost, or an output has begun or ceased to fail. */
    void changed() {
        Runnable told = listener;
        try {
            if (told != null) {
                told.run();
            }
        } catch (RuntimeException | Error ignored) {
            // Whoever tells goes on: a thread that ends here would block every child for ever. The next change is told,
            // too.
        }
    }
}
