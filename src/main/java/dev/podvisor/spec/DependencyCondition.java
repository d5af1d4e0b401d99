package dev.podvisor.spec;

/** What a dependency must have reached before a dependent starts. Once reached it stays satisfied, as in Compose. */
public enum DependencyCondition {
    /** Every replica has been started. */
    Started,
    /** Every replica has been ready; without a probe a replica is ready once it has started. */
    Ready,
    /** Every replica has ended with success. */
    Completed
}
