package dev.podvisor.logs;

/** Takes lines. For one thread. */
interface LineTaker {

    /** A line, given without its newline; neither the bytes nor the facts may be kept or changed. */
    void line(byte[] from, int start, int end, LineFacts facts);
}
