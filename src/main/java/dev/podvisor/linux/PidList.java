package dev.podvisor.linux;

import java.util.Arrays;

/** A growing list of process ids that is filled again and again without garbage. Not thread-safe. */
public final class PidList {

    private int[] pids = new int[128];
    private int size;

    public void clear() {
        size = 0;
    }

    public void add(int pid) {
        if (size == pids.length) {
            pids = Arrays.copyOf(pids, size * 2);
        }
        pids[size++] = pid;
    }

    public int size() {
        return size;
    }

    public int get(int index) {
        return pids[index];
    }
}
