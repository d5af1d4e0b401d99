package dev.podvisor.supervise;

import dev.podvisor.plan.ReplicaId;
import dev.podvisor.process.Launcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reaps every child that ends, known or not. An unknown one in our own session may have been started by the JDK, whose own
 * thread waits for its exit code: it gets a moment, in which known children are reaped around it.
 */
final class Reaping {

    private static final long JDK_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long JDK_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** So that a flood of orphans does not keep the loop from everything else. */
    private static final int BATCH = 256;

    /** What was started here. */
    private record Known(ReplicaId id, long run) {}

    /** Is told of what was reaped. */
    interface Listener {

        /** The first process of a run. */
        void ended(ReplicaId id, long run, Launcher.Reaped child);

        /** A process that was not started here; {@link Launcher.Reaped#run} says of whose tree it was, if of any. */
        void orphan(Launcher.Reaped child);
    }

    private final Launcher launcher;
    private final Map<Integer, Known> known = new HashMap<>();
    private final Map<Integer, Long> firstSeen = new HashMap<>();

    Reaping(Launcher launcher) {
        this.launcher = launcher;
    }

    void started(int pid, ReplicaId id, long run) {
        known.put(pid, new Known(id, run));
    }

    /**
     * Reaps what there is.
     *
     * @return nanoseconds after which to come again although no child may have ended since, or -1
     */
    long reap(long now, Listener listener) {
        for (int i = 0; i < BATCH; i++) {
            int pid = launcher.nextEnded();
            if (pid <= 0) {
                firstSeen.clear();
                return -1;
            }
            if (!known.containsKey(pid) && leaveToJdk(pid, now)) {
                for (int child : List.copyOf(known.keySet())) {
                    reap(child, listener);
                }
                return JDK_POLL_NANOS;
            }
            reap(pid, listener);
        }
        return 0;
    }

    private boolean leaveToJdk(int pid, long now) {
        return launcher.maybeOfJdk(pid) && now - firstSeen.computeIfAbsent(pid, _ -> now) < JDK_GRACE_NANOS;
    }

    private void reap(int pid, Listener listener) {
        Optional<Launcher.Reaped> child = launcher.reap(pid);
        if (child.isPresent()) {
            Known of = known.remove(pid);
            if (of != null) {
                listener.ended(of.id(), of.run(), child.get());
            } else {
                listener.orphan(child.get());
            }
        }
    }
}
