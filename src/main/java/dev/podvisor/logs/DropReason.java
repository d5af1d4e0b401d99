package dev.podvisor.logs;

/** Why lines of a process did not get to an output. */
public enum DropReason {
    /** The output had no room for them. */
    Pressure,
    /** There were more of them than the spec allows. */
    RateLimit,
    /** They were waiting for the output when it was closed. */
    Closed
}
