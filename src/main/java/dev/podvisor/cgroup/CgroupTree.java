package dev.podvisor.cgroup;

import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The container's cgroup, divided: {@code supervisor/} holds this process and whatever enters the container from outside
 * ({@code kubectl exec}), {@code children/} a leaf for each run. For the loop's thread.
 */
public final class CgroupTree implements AutoCloseable {

    /**
     * What podvisor itself and what enters the container from outside should have left of its memory: a JVM of ours is not to be
     * reclaimed to a crawl for its children's page cache.
     */
    public static final long RESERVE_BYTES = 96L << 20;

    /** How long an old leaf of the same name may take to end: the loop waits meanwhile. */
    private static final long OLD_LEAF_NANOS = 200_000_000;

    private final Kernel kernel;
    private final Layout layout;
    private final Set<Controller> controllers;
    private final Features features;
    private final Emptying emptying;
    private final int lock;
    private final Map<String, Cgroup> leaves = new LinkedHashMap<>();
    private String low = "0";
    private String min = "0";

    /** @param lock the descriptor whose lock says that this tree has an owner */
    CgroupTree(Kernel kernel, Layout layout, Set<Controller> controllers, int lock) {
        this.kernel = kernel;
        this.layout = layout;
        this.controllers = controllers;
        this.features = Features.of(controllers, layout.children());
        this.emptying = new Emptying(kernel);
        this.lock = lock;
    }

    /** What {@link #endLeftovers} found. */
    public record Leftovers(int found, List<String> remaining) {}

    /**
     * Kills and removes the leaves of an earlier supervisor in this container. To be called before the first {@link #create}.
     *
     * @param millis how long this may take
     * @return how many there were, and the names of those that do not go away
     */
    public Leftovers endLeftovers(long millis) {
        List<File> old = Paths.below(layout.children());
        List<String> remaining = new ArrayList<>();
        if (!old.isEmpty()) {
            emptying.end(old, millis * 1_000_000);
            for (File leaf : old) {
                if (emptying.remove(leaf) < 0) {
                    remaining.add(leaf.getName());
                }
            }
        }
        return new Leftovers(old.size(), remaining);
    }

    /**
     * Makes the leaf of a run. One of the same name that is left from before is ended and removed first, which may take 0.2 s.
     *
     * @param name {@code PROCESS-REPLICA}
     */
    public Creation create(String name, LeafSettings settings) {
        String problem = Paths.problem(name);
        if (!problem.isEmpty()) {
            return notCreated(name, problem);
        }
        File directory = new File(layout.children(), name);
        int result = kernel.mkdir(directory.getPath());
        if (result == -Errno.EEXIST) {
            if (!emptying.end(List.of(directory), OLD_LEAF_NANOS) || emptying.remove(directory) < 0) {
                return notCreated(name, "there is one of that name, and what runs in it does not end");
            }
            leaves.remove(name);
            result = kernel.mkdir(directory.getPath());
        }
        if (result < 0) {
            String hint = result == -Errno.EAGAIN ? " (cgroup.max.descendants or cgroup.max.depth is reached)" : "";
            return notCreated(name, Errno.text(-result) + hint);
        }
        LeafWriter writer = new LeafWriter(kernel, controllers, directory);
        Cgroup cgroup = new Cgroup(this, kernel, emptying, writer, features, directory);
        leaves.put(name, cgroup);
        return new Creation.Created(cgroup, cgroup.apply(settings));
    }

    private static Creation notCreated(String name, String cause) {
        return new Creation.NotCreated("cannot create cgroup " + name + ": " + cause);
    }

    void forget(Cgroup leaf) {
        if (leaves.remove(leaf.name(), leaf)) {
            shareProtection();
        }
    }

    /** A leaf is protected only as far as the cgroup above it is, so {@code children/} carries the sums of its leaves. */
    void shareProtection() {
        if (!controllers.contains(Controller.MEMORY)) {
            return;
        }
        long lowSum = 0;
        long minSum = 0;
        for (Cgroup leaf : leaves.values()) {
            lowSum = saturatedSum(lowSum, leaf.settings().memoryLow());
            minSum = saturatedSum(minSum, leaf.settings().memoryMin());
        }
        low = share("memory.low", lowSum, low);
        min = share("memory.min", minSum, min);
    }

    /** A refusal needs no words of its own: the leaf's write of the same file meets it too. */
    private String share(String file, long sum, String there) {
        String value = Setting.number(sum);
        boolean done = value.equals(there) || kernel.write(new File(layout.children(), file).getPath(), value) == 0;
        return done ? value : there;
    }

    private static long saturatedSum(long a, long b) {
        return a > LeafSettings.MAX - b ? LeafSettings.MAX : a + b;
    }

    /**
     * Gives the container's cgroup back as it was: without leaves, controllers and cgroups of ours, all processes in its root.
     * Leaves in which something still runs stay, and with them the rest.
     */
    @Override
    public void close() {
        new Teardown(kernel, layout).run();
        Libc.close(lock);
    }
}
