package dev.podvisor.cgroup;

import dev.podvisor.linux.Libc;
import java.io.File;
import java.util.List;
import java.util.Set;

/** Whether the container's cgroup is ours to divide. */
public sealed interface Delegation {

    /**
     * It is.
     *
     * @param controllers those that work in the leaves; even without any, leaves can be killed, frozen and their CPU time read
     * @param missing why the others do not, as in {@code io controller: not delegated to this container}
     */
    record Delegated(CgroupTree tree, Set<Controller> controllers, List<String> missing) implements Delegation {}

    /** It is not, for this reason, as in {@code cgroup2 is mounted read-only}; the cgroup is as it was. */
    record NotDelegated(String reason) implements Delegation {}

    /**
     * Finds out by doing. Moves every process of the container to a cgroup {@code supervisor/} and makes {@code children/}
     * beside it, because a cgroup that has controllers enabled may hold no processes itself (cgroup-v2.rst, "No Internal
     * Process Constraint"). Never throws.
     *
     * @param mount where cgroup v2 is mounted: {@code /sys/fs/cgroup}
     * @param proc where proc is mounted: {@code /proc}
     */
    static Delegation probe(File mount, File proc) {
        return new Delegator(Kernel.REAL, mount, proc, Libc.getpid()).probe();
    }
}
