package dev.podvisor.cgroup;

import dev.podvisor.linux.Errno;
import java.io.File;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Ends what is in a cgroup and below it, and removes both. Not thread-safe. */
final class Emptying {

    private static final byte[] EVENTS = ControlFile.ascii("cgroup.events");
    private static final byte[] POPULATED = ControlFile.ascii("populated");
    private static final byte[] FROZEN = ControlFile.ascii("frozen");
    private static final int SIGKILL = 9;
    private static final long POLL_NANOS = 2_000_000;

    private final Kernel kernel;
    private final Members members = new Members();
    private final ControlFile file = new ControlFile();

    Emptying(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Sends SIGKILL to everything in a cgroup and below. Where the kernel cannot do that itself (before Linux 5.14), the cgroup
     * is frozen first, so that nobody forks away between the look and the kill; what is frozen dies all the same.
     */
    void kill(File cgroup) {
        if (kernel.write(new File(cgroup, "cgroup.kill").getPath(), "1") == 0) {
            return;
        }
        kernel.write(new File(cgroup, "cgroup.freeze").getPath(), "1");
        int count = members.readTree(cgroup, Paths.bytes(cgroup));
        for (int i = 0; i < count; i++) {
            if (members.pid(i) > 0) {
                kernel.kill(members.pid(i), SIGKILL);
            }
        }
    }

    /** Whether a process lives in a cgroup or below. Zombies do not count. */
    boolean populated(byte[] cgroup) {
        return file.load(cgroup, EVENTS) && file.keyed(POPULATED) == 1;
    }

    /** Whether everything in a cgroup and below stands still. */
    boolean frozen(byte[] cgroup) {
        return file.load(cgroup, EVENTS) && file.keyed(FROZEN) == 1;
    }

    /** Whether all of these are empty within the time; kills again and again until they are. */
    boolean end(List<File> cgroups, long nanos) {
        long deadline = System.nanoTime() + nanos;
        while (true) {
            boolean empty = true;
            for (File cgroup : cgroups) {
                if (populated(Paths.bytes(cgroup))) {
                    empty = false;
                    kill(cgroup);
                }
            }
            if (empty || System.nanoTime() >= deadline) {
                return empty;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Removes a cgroup and those below it, deepest first; yields 0 when it is gone, else a negative error number. */
    int remove(File cgroup) {
        int result = kernel.rmdir(cgroup.getPath());
        if (result == -Errno.EBUSY || result == -Errno.ENOTEMPTY) { // populated, or there are cgroups below
            if (populated(Paths.bytes(cgroup))) {
                return -Errno.EBUSY;
            }
            for (File below : Paths.below(cgroup)) {
                remove(below);
            }
            result = kernel.rmdir(cgroup.getPath());
        }
        return result == -Errno.ENOENT ? 0 : result;
    }
}
