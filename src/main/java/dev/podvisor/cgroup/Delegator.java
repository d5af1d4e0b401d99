package dev.podvisor.cgroup;

import dev.podvisor.cgroup.Delegation.Delegated;
import dev.podvisor.cgroup.Delegation.NotDelegated;
import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Carries out {@link Delegation#probe}, once. */
final class Delegator {

    private static final byte[] CONTROLLERS = ControlFile.ascii("cgroup.controllers");
    private static final byte[] CGROUP = ControlFile.ascii("cgroup");
    private static final int ENABLE_TRIES = 20;
    private static final long RETRY_NANOS = 1_000_000;

    /** Leaves and what programs make below them: a bomb of cgroups costs kernel memory that no limit of a leaf counts. */
    private static final String MAX_DESCENDANTS = "4096";

    private static final String MAX_DEPTH = "8";

    private static final String SUPERVISOR_LOW = Long.toString(CgroupTree.RESERVE_BYTES);

    /** Against the 100 of {@code supervisor/}: children get nearly all there is, the supervisor never less than a tenth. */
    private static final String CHILDREN_WEIGHT = "1000";

    private final Kernel kernel;
    private final Layout layout;
    private final File proc;
    private final int pid;
    private final Mover mover;
    private final ControlFile file = new ControlFile();
    private final Set<Controller> enabled = EnumSet.noneOf(Controller.class);
    private final List<String> missing = new ArrayList<>();

    Delegator(Kernel kernel, File mount, File proc, int pid) {
        this.kernel = kernel;
        this.layout = new Layout(mount);
        this.proc = proc;
        this.pid = pid;
        this.mover = new Mover(kernel);
    }

    Delegation probe() {
        String refusal = refusal();
        if (!refusal.isEmpty()) {
            return new NotDelegated(refusal);
        }
        boolean fresh = !layout.supervisor().isDirectory();
        int made = make(layout.supervisor());
        if (made < 0) {
            return new NotDelegated(whyNotMade(-made));
        }
        made = make(layout.children());
        if (made < 0) {
            return undo(fresh, whyNotMade(-made));
        }
        int lock = Libc.open(layout.children().getPath(), Libc.O_RDONLY | Libc.O_DIRECTORY, 0);
        int locked = lock < 0 ? lock : Libc.flockExclusive(lock);
        if (locked == -Errno.EAGAIN) {
            Libc.close(lock);
            return new NotDelegated("another supervisor in this container has divided its cgroup");
        }
        String failure = locked < 0 ? "cannot lock " + layout.children() + ": " + Errno.text(-locked) : divide();
        if (!failure.isEmpty()) {
            Delegation result = undo(fresh, failure);
            Libc.close(lock);
            return result;
        }
        return new Delegated(new CgroupTree(kernel, layout, enabled, lock), Set.copyOf(enabled), List.copyOf(missing));
    }

    private Delegation undo(boolean fresh, String reason) {
        if (fresh) {
            new Teardown(kernel, layout).run();
        }
        return new NotDelegated(reason);
    }

    /** Why not even to try: empty when this is the cgroup of a container, and ours. */
    private String refusal() {
        File root = layout.root();
        if (!file.load(Paths.bytes(root), CONTROLLERS)) {
            boolean v1 = new File(root, "memory").isDirectory() || new File(root, "unified").isDirectory();
            return v1 ? "cgroup v1 only" : "no cgroup2 is mounted at " + root;
        }
        if (!file.load(Paths.bytes(new File(proc, "self")), CGROUP)) {
            return "cannot read " + new File(proc, "self/cgroup");
        }
        String own = ownPath(file.text());
        boolean again = own.equals("/" + Layout.SUPERVISOR) && layout.children().isDirectory();
        if (!own.equals("/") && !again) {
            return own.isEmpty()
                    ? "cgroup v1 only"
                    : "not the root of a cgroup namespace but " + own + " (this looks like a host's tree)";
        }
        if (!new File(root, "cgroup.events").exists()) {
            return "the root of the machine's own cgroups (this looks like a host's tree)";
        }
        // A container may see the host's mount in spite of its own namespace (a bind mount).
        return holdsThisProcess(again ? layout.supervisor() : root)
                ? ""
                : "what is mounted at " + root + " is not this container's cgroup (this looks like a host's tree)";
    }

    /** The path of cgroup v2 in {@code /proc/PID/cgroup}; empty when there is none. */
    private static String ownPath(String text) {
        for (String line : text.split("\n")) {
            if (line.startsWith("0::")) {
                return line.substring(3);
            }
        }
        return "";
    }

    private boolean holdsThisProcess(File cgroup) {
        Members members = new Members();
        members.read(cgroup);
        for (int i = 0; i < members.size(); i++) {
            if (members.pid(i) == pid) {
                return true;
            }
        }
        return false;
    }

    private int make(File cgroup) {
        int result = kernel.mkdir(cgroup.getPath());
        return result == -Errno.EEXIST ? 0 : result;
    }

    private String whyNotMade(int errno) {
        return switch (errno) {
            case Errno.EROFS -> "cgroup2 is mounted read-only";
            case Errno.EACCES, Errno.EPERM -> "permission denied (" + layout.root() + owner() + ")";
            case Errno.EAGAIN -> "no cgroups may be made (cgroup.max.descendants or cgroup.max.depth of the container)";
            default -> "cannot make a cgroup in " + layout.root() + ": " + Errno.text(errno);
        };
    }

    private String owner() {
        try {
            return " belongs to uid " + Files.getAttribute(layout.root().toPath(), "unix:uid") + ", this is uid "
                    + Libc.geteuid();
        } catch (IOException | UnsupportedOperationException hidden) {
            return " is not ours to write to";
        }
    }

    /** Yields why it did not work; empty when it did. */
    private String divide() {
        int moved = mover.move(layout.root(), layout.supervisor());
        if (moved < 0 && moved != Mover.FOREIGN) {
            return "cannot move the container's processes to " + layout.supervisor() + ": " + Errno.text(-moved);
        }
        boolean readable = file.load(Paths.bytes(layout.root()), CONTROLLERS);
        List<String> available = Arrays.asList((readable ? file.text() : "").split(" "));
        String refused = "";
        for (Controller controller : Controller.values()) {
            boolean there = available.contains(controller.word());
            String cause = there ? enable(controller) : "not delegated to this container";
            if (cause.isEmpty()) {
                enabled.add(controller);
            } else {
                missing.add(controller.word() + " controller: " + cause);
                refused = there ? cause : refused;
            }
        }
        if (enabled.isEmpty() && !refused.isEmpty()) {
            return "cannot enable controllers: " + refused;
        }
        tune();
        return "";
    }

    /** Switches a controller on for the leaves; yields why not, or nothing. */
    private String enable(Controller controller) {
        int result = enable(controller, layout.root());
        if (result == 0) {
            result = enable(controller, layout.children());
        }
        if (result == Mover.FOREIGN) {
            return "the cgroup holds a process from outside the container's pid namespace";
        }
        return result == 0 ? "" : result == -Errno.ENOENT ? "not delegated to this container" : Errno.text(-result);
    }

    /** EBUSY is a process that came after the move ({@code kubectl exec}), so it is moved too. */
    private int enable(Controller controller, File cgroup) {
        String control = new File(cgroup, "cgroup.subtree_control").getPath();
        int result = kernel.write(control, "+" + controller.word());
        for (int tries = 1; result == -Errno.EBUSY && tries < ENABLE_TRIES; tries++) {
            int moved = mover.move(layout.root(), layout.supervisor());
            if (moved == Mover.FOREIGN) {
                return moved;
            }
            if (tries > 1) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
            result = kernel.write(control, "+" + controller.word());
        }
        return result;
    }

    /** What can be done without; a container that has tighter bounds of its own keeps them. */
    private void tune() {
        kernel.write(new File(layout.children(), "cgroup.max.descendants").getPath(), MAX_DESCENDANTS);
        kernel.write(new File(layout.children(), "cgroup.max.depth").getPath(), MAX_DEPTH);
        if (enabled.contains(Controller.MEMORY)) {
            kernel.write(new File(layout.supervisor(), "memory.low").getPath(), SUPERVISOR_LOW);
        }
        if (enabled.contains(Controller.CPU)) {
            kernel.write(new File(layout.children(), "cpu.weight").getPath(), CHILDREN_WEIGHT);
        }
    }
}
