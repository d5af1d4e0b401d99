package dev.podvisor.supervise;

import dev.podvisor.linux.WaitStatus;
import dev.podvisor.plan.ReplicaId;
import dev.podvisor.process.Launcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Reaps every child that ends, known or not. An unknown one in our own session may have been started by the JDK, whose own
 * thread waits for its exit code: it gets a moment, in which known children are reaped around it.
 */
final class Reaping {

    private static final long JDK_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long JDK_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** So that a flood of orphans does not keep the loop from everything else. */
    private static final int BATCH = 256;

    private final Launcher launcher;
    private final Map<Integer, ReplicaId> known = new HashMap<>();
    private final Map<Integer, Long> firstSeen = new HashMap<>();

    Reaping(Launcher launcher) {
        this.launcher = launcher;
    }

    void started(int pid, ReplicaId id) {
        known.put(pid, id);
    }

    /**
     * Reaps what there is.
     *
     * @param ended told of each known child that has been reaped
     * @return nanoseconds after which to come again although no child may have ended since, or -1
     */
    long reap(long now, BiConsumer<ReplicaId, WaitStatus> ended) {
        for (int i = 0; i < BATCH; i++) {
            int pid = launcher.nextEnded();
            if (pid <= 0) {
                firstSeen.clear();
                return -1;
            }
            if (!known.containsKey(pid) && leaveToJdk(pid, now)) {
                for (int child : List.copyOf(known.keySet())) {
                    reap(child, ended);
                }
                return JDK_POLL_NANOS;
            }
            reap(pid, ended);
        }
        return 0;
    }

    private boolean leaveToJdk(int pid, long now) {
        return launcher.maybeOfJdk(pid) && now - firstSeen.computeIfAbsent(pid, _ -> now) < JDK_GRACE_NANOS;
    }

    private void reap(int pid, BiConsumer<ReplicaId, WaitStatus> ended) {
        Optional<WaitStatus> status = launcher.reap(pid);
        if (status.isPresent()) {
            ReplicaId id = known.remove(pid);
            if (id != null) {
                ended.accept(id, status.get());
            }
        }
    }
}
