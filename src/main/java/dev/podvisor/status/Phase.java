package dev.podvisor.status;

/** Where the supervisor itself is in its life. */
public enum Phase {
    /** It keeps the spec's processes running. */
    Running,
    /** It stops everything. */
    Stopping,
    /** Nothing runs any more; it is about to exit. */
    Ended
}
