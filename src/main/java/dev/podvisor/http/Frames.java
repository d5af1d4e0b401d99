package dev.podvisor.http;

import dev.podvisor.codec.StatusJson;
import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rendered snapshots, one for all who ask for it. What slow clients keep of older ones is bounded: beyond the budget those who
 * hold the oldest are dropped. Thread-safe.
 */
final class Frames {

    /** A rendered snapshot; told apart by identity. */
    static final class Frame {
        private final long sequence;
        private final byte[] json;

        Frame(long sequence, byte[] json) {
            this.sequence = sequence;
            this.json = json;
        }

        long sequence() {
            return sequence;
        }

        byte[] json() {
            return json;
        }
    }

    /** Somebody who is taking a frame and can be dropped. */
    interface Holder {
        void drop();
    }

    private final StatusFeed feed;
    private final long budget;
    private final Map<Frame, Set<Holder>> held = new LinkedHashMap<>(); // oldest first
    private @Nullable Frame newest;

    Frames(StatusFeed feed, long budget) {
        this.feed = feed;
        this.budget = budget;
    }

    /** The newest snapshot; empty before the first. */
    synchronized Optional<Frame> current() {
        Optional<Status> status = feed.current();
        if (status.isEmpty()) {
            return Optional.empty();
        }
        Frame frame = newest;
        if (frame == null || frame.sequence != status.get().sequence()) {
            frame = new Frame(status.get().sequence(), StatusJson.write(status.get()));
            newest = frame;
            trim(frame);
        }
        return Optional.of(frame);
    }

    synchronized void hold(Frame frame, Holder holder) {
        held.computeIfAbsent(frame, _ -> new LinkedHashSet<>()).add(holder);
    }

    synchronized void release(Frame frame, Holder holder) {
        Set<Holder> holders = held.get(frame);
        if (holders != null && holders.remove(holder) && holders.isEmpty()) {
            held.remove(frame);
        }
    }

    /** The bytes of older snapshots that are still being taken. */
    synchronized long heldBytes() {
        return held.keySet().stream()
                .filter(frame -> frame != newest)
                .mapToLong(frame -> frame.json.length)
                .sum();
    }

    private void trim(Frame spared) {
        Iterator<Map.Entry<Frame, Set<Holder>>> oldest = held.entrySet().iterator();
        while (heldBytes() > budget && oldest.hasNext()) {
            Map.Entry<Frame, Set<Holder>> entry = oldest.next();
            if (entry.getKey() != spared) {
                entry.getValue().forEach(Holder::drop);
                oldest.remove();
            }
        }
    }
}
