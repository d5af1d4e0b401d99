package dev.podvisor.http;

import dev.podvisor.codec.StatusJson;
import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rendered snapshots, one for all who ask for it; what slow clients keep of older ones is bounded. Thread-safe. */
final class Frames {

    /** A rendered snapshot; told apart by identity. */
    static final class Frame {
        private final long sequence;
        private final byte[] bytes;

        Frame(long sequence, byte[] bytes) {
            this.sequence = sequence;
            this.bytes = bytes;
        }

        long sequence() {
            return sequence;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** Somebody who is taking a frame and can be dropped. */
    interface Holder {
        void drop();
    }

    private final StatusFeed feed;
    private final Held held;
    private @Nullable Frame newest;

    Frames(StatusFeed feed, long budget) {
        this.feed = feed;
        this.held = new Held(budget);
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
            held.trim(this::isNewest);
        }
        return Optional.of(frame);
    }

    synchronized void hold(Frame frame, Holder holder) {
        held.hold(frame, holder);
    }

    synchronized void release(Frame frame, Holder holder) {
        held.release(frame, holder);
    }

    /** The bytes of older snapshots that are still being taken. */
    synchronized long heldBytes() {
        return held.bytes(this::isNewest);
    }

    private boolean isNewest(Frame frame) {
        return frame == newest;
    }
}
