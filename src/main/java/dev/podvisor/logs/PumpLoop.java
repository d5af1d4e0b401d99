package dev.podvisor.logs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.podvisor.linux.Epoll;
import dev.podvisor.linux.Errno;
import dev.podvisor.linux.EventFd;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.Pages;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The thread of a {@link LogPump}: reads the pipes that have something, round robin, at most a turn's bytes of each.
 */
final class PumpLoop extends Thread {

    private static final int CHUNK = 64 * 1024; // what a pipe holds by default (pipe(7))
    private static final int TURN = 256 * 1024;

    /** At the end a pipe is read this far: as much as an unprivileged process can have enlarged it to. */
    private static final int LAST_TURN = 1024 * 1024;

    /** Memory for lines that have begun and not ended, of all pipes together. */
    private static final int PARTIAL_BYTES = 4 * 1024 * 1024;

    private static final int EVENTS = 64;
    private static final long REPORT_NANOS = 1_000_000_000;

    private final LogPump pump;
    private final Outputs outputs;
    private final Journal journal;
    private final LongSupplier nanoTime;
    private final Epoll epoll = new Epoll(EVENTS);
    private final EventFd wakeUp = new EventFd();
    private final MemorySegment buffer = Pages.allocate(CHUNK);
    private final byte[] chunk = new byte[CHUNK];
    private final PartialLines partialLines = new PartialLines(PARTIAL_BYTES);
    private final Slots slots = new Slots();
    private final ArrayList<LogSource> unreported = new ArrayList<>();
    private final Pace pace = new Pace();
    private Routing routing;
    private Batch[] batches;
    private long reportedAt;

    PumpLoop(LogPump pump, Outputs outputs, Journal journal, LongSupplier nanoTime) {
        super("log-pump");
        setDaemon(true);
        this.pump = pump;
        this.outputs = outputs;
        this.journal = journal;
        this.nanoTime = nanoTime;
        this.routing = outputs.routing();
        this.batches = routing.batches();
        this.reportedAt = nanoTime.getAsLong() - REPORT_NANOS;
        epoll.add(wakeUp.fd(), Epoll.EPOLLIN, Slots.WAKE_UP);
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
        int events = epoll.await(unreported.isEmpty() ? -1 : millisecondsToReport());
        long waited = System.nanoTime() - start;
        for (int i = 0; i < events; i++) {
            long slot = epoll.data(i);
            if (slot == Slots.WAKE_UP) {
                wakeUp.clear();
                followOutputs();
                admitArrivals();
            } else {
                read((int) slot, TURN);
            }
        }
        report();
        if (events > 0 && events < EVENTS && pace.pause(waited, start + waited)) {
            LockSupport.parkNanos(Pace.PAUSE_NANOS);
        }
    }

    /** Between two pipes' turns no batch has anything in it. */
    private void followOutputs() {
        Routing next = outputs.routing();
        if (next != routing) {
            routing = next;
            batches = next.batches();
            for (int slot = 0; slot < slots.size(); slot++) {
                Captured captured = slots.get(slot);
                if (captured != null) {
                    captured.lanes = next.lanes(captured, batches);
                }
            }
            outputs.taken(next);
        }
    }

    private void admitArrivals() {
        for (Captured captured = pump.nextArrival(); captured != null; captured = pump.nextArrival()) {
            int slot = slots.take(captured);
            captured.lanes = routing.lanes(captured, batches);
            int result = Libc.setNonBlocking(captured.fd); // a spurious wake-up must not block all other pipes
            result = result < 0 ? result : epoll.add(captured.fd, Epoll.EPOLLIN, slot);
            if (result < 0) {
                journal.error("cannot capture output of " + captured.source().label() + ": " + Errno.text(-result));
                end(slot, captured);
            }
        }
    }

    private void read(int slot, int atMost) {
        Captured captured = slots.get(slot);
        if (captured == null) {
            return;
        }
        long result = CHUNK;
        captured.lanes.begin();
        for (int total = 0; total < atMost && result == CHUNK; total += CHUNK) {
            result = Libc.read(captured.fd, buffer, 0, CHUNK);
            if (result > 0) {
                MemorySegment.copy(buffer, JAVA_BYTE, 0, chunk, 0, (int) result);
                captured.lines.feed(chunk, (int) result, captured.lanes);
            }
            if (result >= Pace.FULL_BYTES) {
                pace.busy(System.nanoTime());
            }
        }
        if (result == 0) {
            end(slot, captured);
        } else if (result < 0 && result != -Errno.EAGAIN && result != -Errno.EINTR) {
            journal.error("cannot read output of " + captured.source().label() + ": " + Errno.text((int) -result));
            end(slot, captured);
        }
        captured.lanes.flush(); // always before another pipe's turn
        noteDrops(captured.source());
    }

    private void end(int slot, Captured captured) {
        captured.lines.end(captured.lanes);
        captured.lanes.flush();
        noteDrops(captured.source());
        slots.free(slot);
        epoll.remove(captured.fd);
        Libc.close(captured.fd);
        pump.ended(captured);
    }

    private void noteDrops(LogSource source) {
        if (!source.reportDue && source.dropped() != source.reported) {
            source.reportDue = true;
            unreported.add(source);
        }
    }

    private int millisecondsToReport() {
        long left = reportedAt + REPORT_NANOS - nanoTime.getAsLong();
        return Math.clamp(left / 1_000_000 + 1, 0, 1000);
    }

    private void report() {
        if (!unreported.isEmpty() && nanoTime.getAsLong() - reportedAt >= REPORT_NANOS) {
            reportAll();
        }
    }

    private void reportAll() {
        reportedAt = nanoTime.getAsLong();
        while (!unreported.isEmpty()) {
            LogSource source = unreported.removeLast();
            try {
                source.report();
            } catch (RuntimeException | Error problem) {
                journal.error("cannot report lost output of " + source.label() + ": an internal error", problem);
            }
        }
    }

    private void finish() {
        admitArrivals();
        for (int slot = 0; slot < slots.size(); slot++) {
            Captured captured = slots.get(slot);
            if (captured != null) {
                read(slot, LAST_TURN);
            }
            if (slots.get(slot) != null && captured != null) {
                end(slot, captured);
            }
        }
        reportAll();
    }
}
