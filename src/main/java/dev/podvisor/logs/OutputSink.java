package dev.podvisor.logs;

import java.time.Duration;

/** Where lines go: a bounded buffer in front of an output that may be slow, stuck or broken. Thread-safe. */
public interface OutputSink extends AutoCloseable {

    /**
     * Takes lines, all or none; when there is no room, waits for it as long as the output can be hoped to move. Keeps
     * the order of calls, and nothing of another call gets between the lines of one. Counts the lines at their source.
     *
     * @param bytes holds the lines at its start, each with its label in front and a newline behind; free again on
     *     return
     * @param length how many bytes they are, at most {@link Batch#MAX_BYTES}
     * @param lines how many lines they are
     * @return whether they were taken; false when they were dropped
     */
    boolean write(LogSource source, byte[] bytes, int length, int lines);

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
