package dev.podvisor.cli;

import dev.podvisor.status.Colour;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import java.util.Comparator;

/** The one word that the STATUS column shows; the most telling one first, which speaks for all replicas of a process. */
enum StatusWord {
    CrashLoop(Colour.RED),
    Failed(Colour.RED),
    Backoff(Colour.YELLOW),
    Paused(Colour.YELLOW),
    Unready(Colour.YELLOW),
    Stopping(Colour.YELLOW),
    Starting(Colour.YELLOW),
    Waiting(Colour.YELLOW),
    Stopped(Colour.NONE),
    Ready(Colour.GREEN),
    Completed(Colour.NONE),
    /** It has no replica. */
    None(Colour.NONE);

    private final Colour colour;

    StatusWord(Colour colour) {
        this.colour = colour;
    }

    Colour colour() {
        return colour;
    }

    static StatusWord of(ReplicaStatus replica) {
        return switch (replica.state()) {
            case Waiting -> Waiting;
            case Starting -> Starting;
            case Running -> replica.paused() ? Paused : replica.ready() ? Ready : Unready;
            case Backoff -> Backoff;
            case Stopping -> Stopping;
            case Stopped -> Stopped;
            case Completed -> Completed;
            case Failed -> replica.reason().equals(CrashLoop.name()) ? CrashLoop : Failed;
        };
    }

    static StatusWord of(ProcessStatus process) {
        return process.replicas().stream()
                .map(StatusWord::of)
                .min(Comparator.naturalOrder())
                .orElse(None);
    }
}
