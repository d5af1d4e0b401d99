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

    void add(Captured captured, long now) {
        captured.held = true;
        captured.heldSince = now;
        pipes.addLast(captured);
        captured.lines.lanes().awaitRoom();
    }

    /** The one that waits longest, whether it is its turn or not. */
    Captured next() {
        return pipes.removeFirst();
    }

    /** It has to wait on. */
    void putBack(Captured captured) {
        pipes.addLast(captured);
        captured.lines.lanes().awaitRoom();
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
