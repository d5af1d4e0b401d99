package dev.podvisor.logs;

/** Takes lines. For one thread. */
interface LineTaker {

    /** A line, given without its newline; neither the bytes nor the facts may be kept or changed. */
    void line(byte[] from, int start, int end, LineFacts facts);

    /** The line that the last piece belongs to has ended with it, though that was not known when the piece was handed on. */
    default void partialEnded() {}
}
