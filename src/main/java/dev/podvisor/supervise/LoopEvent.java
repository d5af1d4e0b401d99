package dev.podvisor.supervise;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.Signal;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What reaches the loop from other threads. */
sealed interface LoopEvent {

    /** A complete desired state. */
    record SpecChanged(ProcessSet set, String source) implements LoopEvent {}

    /** A version of the spec that cannot be used; a line each says why. */
    record SpecRejected(List<String> problems) implements LoopEvent {}

    /** At least one child is to be reaped. */
    record ChildEnded() implements LoopEvent {}

    /** Podvisor itself received a signal. */
    record SignalReceived(Signal signal) implements LoopEvent {}

    /** What everything uses was looked at. */
    record Measured(Sampled sample) implements LoopEvent {}

    /** Somebody wants the processes of a process held still, or to go on; of one replica, or of all when it is -1. */
    record PauseAsked(String process, int replica, boolean still, CompletableFuture<Integer> done)
            implements LoopEvent {}

    /** Lines of logs were lost, or an output has begun or ceased to refuse them. */
    record LogsChanged() implements LoopEvent {}
}
