package dev.podvisor.cgroup;

import java.io.File;

/**
 * Where things are.
 *
 * @param root the container's own cgroup
 * @param supervisor this process and what enters from outside
 * @param children the leaves
 */
record Layout(File root, File supervisor, File children) {

    /** The name as {@code /proc/self/cgroup} has it for a supervisor whose predecessor has divided the container already. */
    static final String SUPERVISOR = "supervisor";

    Layout(File root) {
        this(root, new File(root, SUPERVISOR), new File(root, "children"));
    }
}
