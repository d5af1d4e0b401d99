package dev.podvisor.logs;

import java.util.ArrayList;
import java.util.function.LongSupplier;

/**
 * What is due at a pump without an event: joined lines whose time is up, what outputs have missed, and losses to tell of. For the
 * pump's thread.
 */
final class Overdue {

    private static final long SECOND = 1_000_000_000;

    private final LogPump pump;
    private final SinkEvents events;
    private final byte[] chunk;
    private final LongSupplier nanoTime;
    private final ArrayList<Captured> behind = new ArrayList<>();
    private final ArrayList<Captured> timed = new ArrayList<>();
    private boolean lossDue;
    private long lookedAt;

    /** @param chunk what pipes are read into */
    Overdue(LogPump pump, SinkEvents events, byte[] chunk, LongSupplier nanoTime) {
        this.pump = pump;
        this.events = events;
        this.chunk = chunk;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong() - SECOND;
    }

    /** Lines of a pipe have been handed on. */
    void note(Captured captured) {
        long dropped = captured.source().dropped();
        if (dropped != captured.knownDropped) {
            captured.knownDropped = dropped;
            lossDue = true;
        }
        if (!captured.isTimed && captured.lines.deadline() != Long.MAX_VALUE) {
            captured.isTimed = true;
            timed.add(captured);
        }
        if (!captured.isBehind && captured.lines.lanes().behind()) {
            captured.isBehind = true;
            behind.add(captured);
        }
    }

    /** How long until something is due; {@link Long#MAX_VALUE} for never. */
    long nanosLeft(long now) {
        long nanos = lossDue || !behind.isEmpty() ? lookedAt + SECOND - now : Long.MAX_VALUE;
        for (Captured captured : timed) {
            nanos = Math.min(nanos, captured.lines.deadline() - now);
        }
        return nanos;
    }

    void look() {
        if (!timed.isEmpty()) {
            tick(nanoTime.getAsLong());
        }
        for (Captured captured : behind) {
            if (captured.lines.lanes().catchUp() && captured.lingers) {
                captured.lingers = false;
                pump.ended(captured);
            }
        }
        if ((lossDue || !behind.isEmpty()) && nanoTime.getAsLong() - lookedAt >= SECOND) {
            lookNow();
        }
    }

    private void tick(long now) {
        for (int i = timed.size() - 1; i >= 0; i--) {
            Captured captured = timed.get(i);
            if (captured.lines.deadline() - now <= 0) {
                captured.begin(System.currentTimeMillis(), now, chunk);
                captured.lines.tick(now);
                note(captured);
            }
            if (captured.lines.deadline() == Long.MAX_VALUE) {
                captured.isTimed = false;
                timed.remove(i);
            }
        }
    }

    private void lookNow() {
        lookedAt = nanoTime.getAsLong();
        for (int i = behind.size() - 1; i >= 0; i--) {
            Captured captured = behind.get(i);
            captured.lines.lanes().tellRateLimited();
            if (!captured.lines.lanes().behind()) {
                captured.isBehind = false;
                behind.remove(i);
            }
        }
        if (lossDue) {
            lossDue = false;
            events.changed();
        }
    }

    /** The outputs are others now: what waited for the old ones is dropped. */
    void leave() {
        for (Captured captured : behind) {
            if (captured.lingers) {
                captured.lines.lanes().leave();
            }
        }
    }

    /** Everything now, however long it takes, as there will be no later. */
    void finish() {
        for (Captured captured : behind) {
            captured.lines.lanes().waitForOutputs();
        }
        look();
        lookNow();
    }
}
