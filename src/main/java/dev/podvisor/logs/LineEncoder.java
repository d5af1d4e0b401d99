package dev.podvisor.logs;

/** How a line looks at an output: bytes to bytes, allocating nothing for a line. For one thread. */
interface LineEncoder {

    /** The time of the lines that follow, in milliseconds since 1970. */
    void now(long millis);

    /** Where the lines that follow come from. */
    void of(Origin origin);

    /** How many bytes a line of so many takes at most. */
    int mostBytes(int lineBytes, LineFacts facts);

    /** How many bytes a line takes; the same as {@link #mostBytes} where that is exact. */
    int exactBytes(byte[] from, int start, int end, LineFacts facts);

    /** Puts a line with its newline into an array with room for it; yields the index behind it. */
    int encode(byte[] from, int start, int end, LineFacts facts, byte[] into, int at);

    /** How many lines are made of one. */
    default int lines(LineFacts facts) {
        return 1;
    }

    /** How many lines it has had to cut off since the last call. */
    default int takeCut() {
        return 0;
    }
}
