package dev.podvisor.process;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Processes of a supervisor that was killed: its successor ends them before it starts anything. */
public final class Leftovers {

    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;
    private static final long POLL_MILLIS = 5;

    private final ProcessTree tree;

    Leftovers(ProcessTree tree) {
        this.tree = tree;
    }

    /**
     * Asks them to end, and kills what has not within the grace period. To be called before anything is started.
     *
     * @return how many processes were found
     */
    public int end(Duration grace) throws InterruptedException {
        Map<Long, List<Integer>> found = tree.marked();
        int count = found.values().stream().mapToInt(List::size).sum();
        if (count == 0) {
            return 0;
        }
        found.forEach((run, pids) -> pids.forEach(pid -> {
            tree.signal(pid, run, SIGTERM);
            tree.signal(pid, run, SIGCONT); // one that was stopped hears SIGTERM only then
        }));
        long deadline = System.nanoTime() + grace.toNanos();
        long giveUp = deadline + grace.toNanos();
        while (!found.isEmpty() && System.nanoTime() < giveUp) {
            if (System.nanoTime() >= deadline) {
                Map<Long, Integer> runs = new HashMap<>();
                found.forEach((run, pids) -> runs.put(run, pids.getFirst()));
                tree.kill(runs);
            }
            Thread.sleep(POLL_MILLIS);
            found = tree.marked();
        }
        return count;
    }
}
