package dev.podvisor.cgroup;

import java.io.File;
import java.util.Set;

/**
 * What there is to read in a leaf, found out once, so that files that are not there are not looked for at each sample.
 *
 * @param pressure whether the kernel keeps pressure stall information
 */
record Features(boolean memory, boolean pressure) {

    static Features of(Set<Controller> controllers, File cgroup) {
        return new Features(controllers.contains(Controller.MEMORY), new File(cgroup, "cpu.pressure").exists());
    }
}
