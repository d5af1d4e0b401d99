package dev.podvisor.cgroup;

import dev.podvisor.linux.Errno;
import java.io.File;

/** Moves processes between cgroups. Not thread-safe. */
final class Mover {

    /** What {@link #move} yields when processes remain that this pid namespace does not know: they cannot be moved. */
    static final int FOREIGN = Integer.MIN_VALUE;

    private static final int ROUNDS = 100;

    private final Kernel kernel;
    private final Members members = new Members();

    Mover(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Moves every process of a cgroup to another, those that are forked or arrive meanwhile too.
     *
     * @return 0 when the first is empty, {@link #FOREIGN}, or a negative error number
     */
    int move(File from, File to) {
        String target = new File(to, "cgroup.procs").getPath();
        for (int round = 0; round < ROUNDS; round++) {
            if (members.read(from) == 0) {
                return 0;
            }
            int error = 0;
            boolean moved = false;
            for (int i = 0; i < members.size(); i++) {
                int pid = members.pid(i);
                int result = pid == 0 ? FOREIGN : kernel.write(target, Integer.toString(pid));
                if (result == 0 || result == -Errno.ESRCH) { // the latter has ended meanwhile
                    moved = true;
                } else if (error == 0 || error == FOREIGN) {
                    error = result;
                }
            }
            if (!moved) {
                return error;
            }
        }
        return -Errno.EBUSY; // somebody forks faster than this
    }
}
