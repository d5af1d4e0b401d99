package dev.podvisor.spec;

/** What podvisor does with a signal that it receives itself. */
public enum SignalAction {
    /** Sends it to the process group of each running replica. */
    Forward,
    /** Stops everything and ends, as SIGTERM does. */
    Stop,
    /** Nothing. */
    Ignore
}
