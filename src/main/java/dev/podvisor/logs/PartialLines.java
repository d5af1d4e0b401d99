package dev.podvisor.logs;

/** Bounds the memory of all lines that have begun and not yet ended. For one thread. */
final class PartialLines {

    private final int limit;
    private int used;

    PartialLines(int limit) {
        this.limit = limit;
    }

    boolean reserve(int bytes) {
        if (bytes > limit - used) {
            return false;
        }
        used += bytes;
        return true;
    }

    void release(int bytes) {
        used -= bytes;
    }

    /** Bytes reserved now. */
    int used() {
        return used;
    }
}
