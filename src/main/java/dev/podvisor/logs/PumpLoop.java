package dev.podvisor.logs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.podvisor.linux.Epoll;
import dev.podvisor.linux.Errno;
import dev.podvisor.linux.EventFd;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.Pages;
import dev.podvisor.spec.PressurePolicy;
import dev.podvisor.spec.ProcessLogging;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a {@link LogPump}: reads the pipes that have something, round robin, at most a turn's bytes of each, and not
 * those whose outputs have no room. It never waits for an output.
 */
final class PumpLoop extends Thread {

    private static final int CHUNK = 64 * 1024; // what a pipe holds by default (pipe(7))
    private static final int TURN = 256 * 1024;

    /** At the end a pipe is read this far: as much as an unprivileged process can have enlarged it to. */
    private static final int LAST_TURN = 1024 * 1024;

    /** Memory for lines that have begun and not ended, of all pipes together. */
    private static final int PARTIAL_BYTES = 4 * 1024 * 1024;

    /** Memory for lines that wait for an output where the oldest are dropped, of all pipes together. */
    private static final int BACKLOG_BYTES = 8 * 1024 * 1024;

    /** A pipe with so many bytes in a turn is read again without being asked. */
    private static final int HOT = 8 * 1024;

    private static final int EVENTS = 64;
    private static final long SECOND = 1_000_000_000;

    private final LogPump pump;
    private final Outputs outputs;
    private final RecentLog recent;
    private final Journal journal;
    private final LongSupplier nanoTime;
    private final Epoll epoll = new Epoll(EVENTS);
    private final EventFd wakeUp = new EventFd();
    private final MemorySegment buffer = Pages.allocate(CHUNK);
    private final byte[] chunk = new byte[CHUNK];
    private final PartialLines partialLines = new PartialLines(PARTIAL_BYTES);
    private final Slots slots = new Slots();
    private final HeldPipes held = new HeldPipes();
    private final ArrayList<Captured> hot = new ArrayList<>();
    private final Overdue due;
    private final Handlings handlings = new Handlings(partialLines);
    private final ArrayDeque<byte[]> buffers = new ArrayDeque<>();
    private final PartialLines backlogs = new PartialLines(BACKLOG_BYTES);
    private final Pace pace = new Pace();
    private Routing routing;

    PumpLoop(LogPump pump, Outputs outputs, RecentLog recent, Journal journal, LongSupplier nanoTime) {
        super("log-pump");
        setDaemon(true);
        this.pump = pump;
        this.outputs = outputs;
        this.recent = recent;
        this.journal = journal;
        this.nanoTime = nanoTime;
        this.routing = outputs.routing();
        this.due = new Overdue(pump, outputs.events(), chunk, nanoTime);
        epoll.add(wakeUp.fd(), Epoll.EPOLLIN, Slots.WAKE_UP);
        outputs.events().wakes(wakeUp);
    }

    Outputs outputs() {
        return outputs;
    }

    Captured captured(LogSource source, Origin origin, int fd) {
        return new Captured(source, origin, fd, partialLines);
    }

    void wake() {
        wakeUp.signal();
    }

    void closeDescriptors() {
        outputs.events().pumpEnds();
        epoll.close();
        wakeUp.close();
    }

    @Override
    public void run() {
        while (!pump.closing()) {
            try {
                turn();
            } catch (RuntimeException | Error problem) { // a pump that ends would block every child for ever
                journal.error("cannot capture output: an internal error", problem);
            }
        }
        try {
            finish();
        } catch (RuntimeException | Error problem) {
            journal.error("cannot capture the last output: an internal error", problem);
        } finally {
            closeDescriptors();
        }
    }

    private void turn() {
        long start = System.nanoTime();
        int events = epoll.await(hot.isEmpty() ? milliseconds() : 0);
        long waited = System.nanoTime() - start;
        followOutputs(); // before any pipe: what is printed after a change goes the new way
        readHot();
        for (int i = 0; i < events; i++) {
            long slot = epoll.data(i);
            if (slot == Slots.WAKE_UP) {
                wakeUp.clear();
                followOutputs(); // once more: a change between the two may have been what is cleared here
                admitArrivals();
            } else {
                Captured captured = slots.get((int) slot);
                if (captured != null
                        && captured.watched // it may be an event from before
                        && read(captured, TURN) >= HOT
                        && captured.watched) {
                    unwatch(captured);
                    hot.add(captured);
                }
            }
        }
        readHeld();
        due.look();
        long pause = pace.pause(waited);
        if (pause > 0 && (events > 0 || !hot.isEmpty()) && events < EVENTS) {
            LockSupport.parkNanos(pause);
        }
    }

    /** Until there is something to do without an event; -1 for never. */
    private int milliseconds() {
        long now = nanoTime.getAsLong();
        long nanos = due.nanosLeft(now);
        if (!held.isEmpty()) {
            nanos = Math.min(nanos, held.nanosLeft(now));
        }
        return nanos == Long.MAX_VALUE ? -1 : Math.clamp(nanos / 1_000_000 + 1, 0, 60_000);
    }

    private void followOutputs() {
        Routing next = outputs.routing();
        if (next != routing) {
            routing = next;
            handlings.follow(next.settings);
            for (int slot = 0; slot < slots.size(); slot++) {
                Captured captured = slots.get(slot);
                if (captured != null) {
                    begin(captured, System.currentTimeMillis());
                    route(captured);
                }
            }
            due.leave();
            outputs.taken(next);
        }
    }

    private void route(Captured captured) {
        ProcessLogging logging = routing.settings.of(captured.origin.process());
        Origin origin = captured.origin.labelled(logging.labels());
        captured.patience = logging.pressure() == PressurePolicy.Block ? logging.blockSeconds() * SECOND : -1;
        captured.lines.follow(
                (int) logging.maxLineBytes().value(),
                handlings.of(captured, logging),
                keeper(origin, (int) logging.recentBytes().value()),
                routing.lanes(captured.source(), origin, logging, buffers, backlogs));
    }

    private @Nullable RecentLane keeper(Origin origin, int bytes) {
        RecentLines ring = recent.of(origin.process(), origin.replica(), bytes);
        return bytes == 0 ? null : ring.lane(origin);
    }

    private void admitArrivals() {
        for (Captured captured = pump.nextArrival(); captured != null; captured = pump.nextArrival()) {
            captured.slot = slots.take(captured);
            route(captured);
            int result = Libc.setNonBlocking(captured.fd); // a spurious wake-up must not block all other pipes
            result = result < 0 ? result : watch(captured);
            if (result < 0) {
                journal.error("cannot capture output of " + captured.source().label() + ": " + Errno.text(-result));
                end(captured);
            }
        }
    }

    /** Yields how many bytes were read. */
    private int read(Captured captured, int atMost) {
        long millis = System.currentTimeMillis();
        int total = 0;
        for (int size = readable(captured); size > 0; size = readable(captured)) {
            begin(captured, millis);
            long result = Libc.read(captured.fd, buffer, 0, size);
            if (result > 0) {
                MemorySegment.copy(buffer, JAVA_BYTE, 0, chunk, 0, (int) result);
                captured.lines.read((int) result);
                total += (int) result;
            }
            if (result == 0) {
                end(captured);
            } else if (result < 0 && result != -Errno.EAGAIN && result != -Errno.EINTR) {
                journal.error("cannot read output of " + captured.source().label() + ": " + Errno.text((int) -result));
                end(captured);
            }
            if (result < size || total >= atMost) {
                break;
            }
        }
        pace.read(total);
        due.note(captured);
        return total;
    }

    /** Pipes that had much a moment ago: while epoll watches one, each write into it takes a quarter longer. */
    private void readHot() {
        for (int i = hot.size() - 1; i >= 0; i--) {
            Captured captured = hot.get(i);
            if (read(captured, TURN) == 0 || captured.held || captured.slot < 0) {
                hot.remove(i);
                if (!captured.held && captured.slot >= 0) {
                    watch(captured);
                }
            }
        }
    }

    private void begin(Captured captured, long millis) {
        captured.begin(millis, nanoTime.getAsLong(), chunk);
    }

    /** How many bytes to read of the pipe now; of 0 it is held from now on. */
    private int readable(Captured captured) {
        if (captured.patience < 0) {
            return CHUNK;
        }
        int readable = captured.lines.lanes().readable(CHUNK);
        if (readable > 0) {
            captured.impatient = false;
            return readable;
        }
        if (captured.impatient) {
            return CHUNK;
        }
        unwatch(captured);
        wakeUnless(held.add(captured, nanoTime.getAsLong()));
        return 0;
    }

    /** Another turn at once, unless an output will ask for it. */
    private void wakeUnless(boolean awaited) {
        if (!awaited) {
            wakeUp.signal();
        }
    }

    /** A turn for each pipe that is held, if its outputs have room or it has waited long enough. */
    private void readHeld() {
        long now = nanoTime.getAsLong();
        for (int left = held.size(); left > 0; left--) {
            Captured captured = held.next();
            captured.impatient = now - captured.heldSince >= captured.patience;
            if (!captured.impatient && captured.lines.lanes().readable(CHUNK) == 0) {
                wakeUnless(held.putBack(captured));
                continue;
            }
            try {
                captured.held = false;
                read(captured, CHUNK);
            } finally {
                if (!captured.held && captured.slot >= 0) {
                    watch(captured);
                }
            }
        }
    }

    private int watch(Captured captured) {
        captured.watched = true;
        return epoll.add(captured.fd, Epoll.EPOLLIN, captured.slot);
    }

    private void unwatch(Captured captured) {
        if (captured.watched) {
            captured.watched = false;
            epoll.remove(captured.fd);
        }
    }

    private void end(Captured captured) {
        begin(captured, System.currentTimeMillis());
        captured.lingers = !captured.lines.end();
        due.note(captured);
        slots.free(captured.slot);
        captured.slot = -1;
        unwatch(captured);
        Libc.close(captured.fd);
        if (!captured.lingers) {
            pump.ended(captured);
        }
    }

    /** From here on outputs are waited for, as there is nobody else to wait for. */
    private void finish() {
        followOutputs();
        admitArrivals();
        for (int slot = 0; slot < slots.size(); slot++) {
            Captured captured = slots.get(slot);
            if (captured != null) {
                captured.patience = -1;
                captured.held = false;
                captured.lines.lanes().waitForOutputs();
                read(captured, LAST_TURN);
                if (captured.slot >= 0) {
                    end(captured);
                }
            }
        }
        due.finish();
    }
}
