package dev.podvisor.spec;

/** What the final failure of a process means for the container. Declared in the order in which exit codes are chosen. */
public enum Criticality {
    /** The final end ends the container with the exit code of the process. */
    Critical,
    /** A failure takes the container's readiness away. */
    Important,
    /** A failure only degrades. */
    BestEffort
}
