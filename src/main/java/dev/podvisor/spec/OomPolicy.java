package dev.podvisor.spec;

/** What dies when a replica reaches its memory limit (memory.oom.group). */
public enum OomPolicy {
    /** All of its processes. */
    KillTree,
    /** The one that the kernel picks. */
    KillOne
}
