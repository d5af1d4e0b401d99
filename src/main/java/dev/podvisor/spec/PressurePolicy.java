package dev.podvisor.spec;

/** What happens to lines of a process while an output has no room for them. */
public enum PressurePolicy {
    /** The process waits, at most {@code blockSeconds}; then its lines are dropped until there is room. */
    Block,
    /** The process does not wait; its oldest lines that wait for the output are dropped. */
    DropOldest,
    /** The process does not wait; the lines that there is no room for are dropped. */
    DropNewest
}
