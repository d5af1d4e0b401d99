package dev.podvisor.cgroup;

import java.io.File;
import java.util.List;

/**
 * A leaf: the cgroup of one run. For the loop's thread; {@link #read} and {@link #list} may be called by another one besides.
 *
 * <p>A program may make cgroups of its own below its leaf. Killing, freezing and the readings reach down to them, and
 * {@link #remove} removes them.
 */
public final class Cgroup {

    private final CgroupTree tree;
    private final Kernel kernel;
    private final Emptying emptying;
    private final LeafWriter writer;
    private final Features features;
    private final File directory;
    private final byte[] path;
    private LeafSettings settings = LeafSettings.NONE;

    /** Where {@code memory.peak} is missing; a race between the two readers loses at most one observation. */
    private volatile long seenPeak = ControlFile.ABSENT;

    Cgroup(CgroupTree tree, Kernel kernel, Emptying emptying, LeafWriter writer, Features features, File directory) {
        this.tree = tree;
        this.kernel = kernel;
        this.emptying = emptying;
        this.writer = writer;
        this.features = features;
        this.directory = directory;
        this.path = Paths.bytes(directory);
    }

    public String name() {
        return directory.getName();
    }

    public File directory() {
        return directory;
    }

    /** Where a pid, or {@code 0} for the writer itself, is to be written to enter this cgroup. */
    public String procsFile() {
        return directory.getPath() + "/cgroup.procs";
    }

    /** What was asked for last. */
    public LeafSettings settings() {
        return settings;
    }

    /**
     * Changes the settings while processes run. Only what differs is written. A {@code memory.max} below the present use makes
     * the kernel reclaim, and kill when that is not enough, before this returns.
     *
     * @return what could not be set, in whole sentences; it is tried again with the next change
     */
    public List<String> apply(LeafSettings next) {
        settings = next;
        tree.shareProtection();
        return writer.apply(next);
    }

    /**
     * Sends SIGKILL to everything in here, once. To be repeated until {@link #populated} is false: a process may be on its way
     * in while this is called.
     */
    public void kill() {
        emptying.kill(directory);
    }

    /** Whether a process lives in here. Zombies do not count. */
    public boolean populated() {
        return emptying.populated(path);
    }

    /**
     * Begins to stop everything in here; {@link #frozen} tells when all stand still. Signals wait until the thaw, but SIGKILL.
     *
     * @return false where that is not possible (before Linux 5.2), so that SIGSTOP is left
     */
    public boolean freeze() {
        return kernel.write(directory.getPath() + "/cgroup.freeze", "1") == 0;
    }

    /** Lets everything run again; yields false where that is not possible. */
    public boolean thaw() {
        return kernel.write(directory.getPath() + "/cgroup.freeze", "0") == 0;
    }

    /** Whether everything in here stands still. */
    public boolean frozen() {
        return emptying.frozen(path);
    }

    /** Looks for the processes in here, zombies left out; yields how many there are. May be called by any thread. */
    public int list(Members into) {
        return into.readTree(directory, path);
    }

    /** Reads usage and events; all of it is -1 once the cgroup is removed. */
    public void read(CgroupReading into) {
        into.fill(path, features);
        if (into.memoryPeak < 0 && into.memoryCurrent >= 0) {
            seenPeak = Math.max(seenPeak, into.memoryCurrent);
            into.memoryPeak = seenPeak;
        }
    }

    /** Removes the cgroup and those below it; false while a process lives in here. */
    public boolean remove() {
        if (emptying.remove(directory) < 0) {
            return false;
        }
        tree.forget(this);
        return true;
    }
}
