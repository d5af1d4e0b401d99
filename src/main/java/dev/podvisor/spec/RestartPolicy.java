package dev.podvisor.spec;

/** When an ended run is followed by another, as a Pod's {@code restartPolicy}. */
public enum RestartPolicy {
    /** After every end, success or not. */
    Always,
    /** After a failure only; a success completes the replica. */
    OnFailure,
    /** Never: a success completes the replica, a failure fails it. */
    Never
}
