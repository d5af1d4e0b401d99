package dev.podvisor.logs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Small numbers for the pipes being read, to know them by in epoll, where a descriptor's number may already be
 * another's.
 */
final class Slots {

    /** The number of no pipe: the pump is to look for arrivals. */
    static final long WAKE_UP = -1;

    private @Nullable Captured[] taken = new Captured[16];
    private int size;

    /** Gives the pipe the lowest free number. */
    int take(Captured captured) {
        int slot = 0;
        while (slot < size && taken[slot] != null) {
            slot++;
        }
        if (slot == taken.length) {
            taken = Arrays.copyOf(taken, 2 * slot);
        }
        taken[slot] = captured;
        size = Math.max(size, slot + 1);
        return slot;
    }

    /** The pipe of a number, or null when it has been freed. */
    @Nullable
    Captured get(int slot) {
        return taken[slot];
    }

    void free(int slot) {
        taken[slot] = null;
    }

    /** Above every number given. */
    int size() {
        return size;
    }
}
