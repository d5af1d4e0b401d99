package dev.podvisor.status;

/** Where a replica is in its life; {@code docs/states.md} shows what leads from one to another. */
public enum State {
    /** Not started yet: a dependency has not reached its condition. */
    Waiting,
    /** Its run is being started. */
    Starting,
    /** Its run is alive. */
    Running,
    /** Its last run ended; the next one starts after a wait. */
    Backoff,
    /** Its run is being ended, or what an ended run left behind is being killed. */
    Stopping,
    /** Ended because somebody asked. */
    Stopped,
    /** Ended with success, for good. */
    Completed,
    /** Ended with a failure: for good, or until a slow recovery attempt. */
    Failed
}
