package dev.podvisor.logs;

import java.time.Duration;

/** Where lines go: a bounded buffer in front of an output that may be slow, stuck or broken. Thread-safe. */
public interface OutputSink extends AutoCloseable {

    /**
     * Takes lines, all or none, and never waits: as long as it holds less than its mark, which is half of its buffer. Keeps the
     * order of calls, and nothing of another call gets between the lines of one. Counts the lines at their source once they
     * are written.
     *
     * @param bytes holds the encoded lines at its start, each with a newline behind; free again on return
     * @param length how many bytes they are, at most {@link Batch#LARGEST_LINE}
     * @param lines how many lines they are
     * @param beyond whether they are taken beyond the mark, too, as long as there is room
     * @return whether they were taken; when not, the caller counts them
     */
    boolean offer(LogSource source, byte[] bytes, int length, int lines, boolean beyond);

    /** As {@link #offer} does, but waits for room as long as the output can be hoped to move; counts them as dropped then. */
    boolean write(LogSource source, byte[] bytes, int length, int lines);

    /** How many bytes it takes up to its mark; {@link Integer#MAX_VALUE} where it is no use to wait for room. */
    int room();

    /** How many bytes it takes in all, beyond the mark. */
    int space();

    /** Once there is room, the listener is called, at once when there is. */
    void awaitRoom();

    /** Somebody has dropped lines, since there was no room. */
    void dropped(int lines);

    /** Starts its thread now instead of with the first line. */
    void start();

    /** Waits until the output has taken everything; false when the time has passed or the output is broken. */
    boolean flush(Duration atMost);

    /** From now on lines for which there is no room are dropped at once. */
    void stopWaiting();

    /** Writes what it can within about a second and counts the rest as dropped. Leaves the output itself open. */
    @Override
    void close();
}
