package dev.podvisor.logs;

/** What a {@link BufferedSink} writes to; only for its thread. */
interface Target {

    /**
     * Writes some of the oldest bytes, and may wait for that.
     *
     * @param available how many bytes there are, at least 1; the last of them is a newline
     * @return how many were written for good; 0 to be asked again; a negative error number
     */
    long write(ByteRing ring, int available);

    /** Begins anew, as on a file that somebody has renamed. */
    default void reopen() {}

    /** No line has come for an hour. */
    default void idle() {}

    /** Gives up what it has opened itself. */
    default void close() {}
}
