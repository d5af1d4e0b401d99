package dev.podvisor.logs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What the processes have printed of late, a ring for each replica, see {@link RecentLines}; together they have a bound as well,
 * beyond which none grows. Lines have one order over all rings. Thread-safe; a reader never lets a writer wait for longer than
 * the copy of an entry takes.
 */
public final class RecentLog {

    /** Bytes of all rings together, beside the first KiB of each. */
    private static final long TOTAL_BYTES = 8 * 1024 * 1024;

    private final long limit;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong used = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Key, RecentLines> rings = new HashMap<>(); // guarded by the lock
    private final AtomicInteger waiting = new AtomicInteger();
    private List<RecentLines> all = List.of(); // guarded by the lock

    private record Key(String process, int replica) {}

    public RecentLog() {
        this(TOTAL_BYTES);
    }

    RecentLog(long limit) {
        this.limit = limit;
    }

    /** The ring of a replica, which is there from the first call on; keeps so many bytes at most from now on, 0 for none. */
    RecentLines of(String process, int replica, int bytes) {
        RecentLines lines;
        lock.lock();
        try {
            Key key = new Key(process, replica);
            lines = rings.get(key);
            if (lines == null) {
                lines = new RecentLines(this, process, replica, bytes);
                rings.put(key, lines);
                all = List.of();
                return lines;
            }
        } finally {
            lock.unlock();
        }
        lines.resize(bytes);
        return lines;
    }

    /** Forgets the lines of all processes but these. */
    public void retain(Set<String> processes) {
        List<RecentLines> forgotten = new ArrayList<>();
        lock.lock();
        try {
            all = List.of();
            Iterator<RecentLines> each = rings.values().iterator();
            while (each.hasNext()) {
                RecentLines lines = each.next();
                if (!processes.contains(lines.process())) {
                    each.remove();
                    forgotten.add(lines);
                }
            }
        } finally {
            lock.unlock();
        }
        for (RecentLines lines : forgotten) {
            lines.resize(0);
        }
    }

    /** The names of those that have a ring, in their order. */
    public Set<String> processes() {
        Set<String> names = new TreeSet<>();
        for (RecentLines lines : rings()) {
            names.add(lines.process());
        }
        return names;
    }

    /** Whether a replica has a ring. */
    public boolean has(String process, int replica) {
        lock.lock();
        try {
            return rings.containsKey(new Key(process, replica));
        } finally {
            lock.unlock();
        }
    }

    /** Reads what there is now, and what comes if that is asked for. */
    public RecentReader read(RecentQuery query) {
        return new RecentReader(this, query);
    }

    /** Those who wait look again whether they still want to. */
    public void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of memory of all rings, beside the first KiB of each. */
    long used() {
        return used.get();
    }

    /** The same list as long as no ring has come or gone. */
    List<RecentLines> rings() {
        lock.lock();
        try {
            if (all.isEmpty()) {
                all = List.copyOf(rings.values());
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Takes memory for a ring, or gives it back when negative; false when there is no more. */
    boolean reserve(int bytes) {
        if (used.addAndGet(bytes) > limit && bytes > 0) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** The number of an entry, taken under the lock of its ring: whoever holds that sees all with lower ones in it. */
    long nextSequence() {
        return sequence.incrementAndGet();
    }

    /** The number of the newest entry. */
    long sequence() {
        return sequence.get();
    }

    /** Wakes who waits for lines. */
    void tell() {
        if (waiting.get() > 0) {
            wake();
        }
    }

    /** Waits for an entry above the given number, as long as somebody still wants one. */
    void await(long above, Duration atMost, BooleanSupplier wanted) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            waiting.incrementAndGet();
            while (sequence.get() <= above && left > 0 && wanted.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }
}
