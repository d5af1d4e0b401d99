package dev.podvisor.logs;

import java.util.ArrayDeque;

/**
 * The pipes that are not read, since an output has no room for what would come: those that have waited longest get their turn
 * first. For the pump's thread.
 */
final class HeldPipes {

    private final ArrayDeque<Captured> pipes = new ArrayDeque<>();

    boolean isEmpty() {
        return pipes.isEmpty();
    }

    int size() {
        return pipes.size();
    }

    /** Yields whether an output will tell when there is room; if not, it is there already. */
    boolean add(Captured captured, long now) {
        captured.held = true;
        captured.heldSince = now;
        return putBack(captured);
    }

    /** The one that waits longest, whether it is its turn or not. */
    Captured next() {
        return pipes.removeFirst();
    }

    /** It has to wait on; as {@link #add}. */
    boolean putBack(Captured captured) {
        pipes.addLast(captured);
        return captured.lines.lanes().awaitRoom();
    }

    /** How long until one has waited long enough, in nanoseconds; for one at least. */
    long nanosLeft(long now) {
        long least = Long.MAX_VALUE;
        for (Captured captured : pipes) {
            least = Math.min(least, captured.heldSince + captured.patience - now);
        }
        return least;
    }
}
