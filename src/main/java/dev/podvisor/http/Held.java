package dev.podvisor.http;

import dev.podvisor.http.Frames.Frame;
import dev.podvisor.http.Frames.Holder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is rendered and still being taken. What slow clients keep of older frames is bounded: beyond the budget those who hold the
 * oldest are dropped. For who holds a lock.
 */
final class Held {

    private final long budget;
    private final Map<Frame, Set<Holder>> holders = new LinkedHashMap<>(); // oldest first

    Held(long budget) {
        this.budget = budget;
    }

    void hold(Frame frame, Holder holder) {
        holders.computeIfAbsent(frame, _ -> new LinkedHashSet<>()).add(holder);
    }

    void release(Frame frame, Holder holder) {
        Set<Holder> of = holders.get(frame);
        if (of != null && of.remove(holder) && of.isEmpty()) {
            holders.remove(frame);
        }
    }

    /** The bytes of frames that are kept for nobody but those who take them. */
    long bytes(Predicate<Frame> kept) {
        long sum = 0;
        for (Frame frame : holders.keySet()) {
            sum += kept.test(frame) ? 0 : frame.bytes().length;
        }
        return sum;
    }

    /** Drops the oldest until the budget holds. */
    void trim(Predicate<Frame> kept) {
        Iterator<Map.Entry<Frame, Set<Holder>>> oldest = holders.entrySet().iterator();
        while (bytes(kept) > budget && oldest.hasNext()) {
            Map.Entry<Frame, Set<Holder>> entry = oldest.next();
            if (!kept.test(entry.getKey())) {
                entry.getValue().forEach(Holder::drop);
                oldest.remove();
            }
        }
    }
}
