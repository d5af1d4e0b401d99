package dev.podvisor.spec;

/** Whose lines an output takes. */
public enum OutputSource {
    All,
    Processes,
    /** Podvisor's own log. */
    Supervisor
}
