package dev.podvisor.cgroup;

/** A controller of cgroup v2 that limits or measures a leaf. */
public enum Controller {
    CPU("cpu"),
    MEMORY("memory"),
    PIDS("pids"),
    IO("io");

    private final String word;

    Controller(String word) {
        this.word = word;
    }

    /** Its name in {@code cgroup.controllers}. */
    public String word() {
        return word;
    }
}
