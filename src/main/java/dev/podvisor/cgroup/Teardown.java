package dev.podvisor.cgroup;

import java.io.File;

/** Undoes a division, whether it is complete or not. */
final class Teardown {

    private static final byte[] SUBTREE_CONTROL = ControlFile.ascii("cgroup.subtree_control");

    private final Kernel kernel;
    private final Layout layout;

    Teardown(Kernel kernel, Layout layout) {
        this.kernel = kernel;
        this.layout = layout;
    }

    /** Stops at what still runs below {@code children/}: it would lose its limits. */
    void run() {
        Emptying emptying = new Emptying(kernel);
        for (File leaf : Paths.below(layout.children())) {
            emptying.remove(leaf);
        }
        if (emptying.remove(layout.children()) < 0) {
            return;
        }
        // Processes can only go back to a root that has no controllers enabled.
        ControlFile enabled = new ControlFile();
        String control = new File(layout.root(), "cgroup.subtree_control").getPath();
        if (enabled.load(Paths.bytes(layout.root()), SUBTREE_CONTROL)) {
            for (String controller : enabled.text().split(" ")) {
                if (!controller.isEmpty()) {
                    kernel.write(control, "-" + controller);
                }
            }
        }
        new Mover(kernel).move(layout.supervisor(), layout.root());
        kernel.rmdir(layout.supervisor().getPath());
    }
}
