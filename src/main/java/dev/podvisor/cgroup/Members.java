package dev.podvisor.cgroup;

import dev.podvisor.linux.PidList;
import java.io.File;

/** The processes in a cgroup ({@code cgroup.procs}), read again and again without garbage. One belongs to one thread. */
public final class Members {

    private static final byte[] PROCS = ControlFile.ascii("cgroup.procs");
    private static final byte[] STAT = ControlFile.ascii("cgroup.stat");
    private static final byte[] DESCENDANTS = ControlFile.ascii("nr_descendants");

    private final ControlFile file = new ControlFile();
    private final PidList pids = new PidList();

    /** Reads the processes of one cgroup, those below it left out; yields how many there are. */
    int read(File cgroup) {
        pids.clear();
        add(Paths.bytes(cgroup));
        return pids.size();
    }

    /** Reads the processes of a cgroup and of all below it; yields how many there are. */
    int readTree(File cgroup, byte[] path) {
        pids.clear();
        addTree(cgroup, path);
        return pids.size();
    }

    /** How many the last look found. */
    public int size() {
        return pids.size();
    }

    /** One of them; 0 is a process outside this pid namespace. */
    public int pid(int index) {
        return pids.get(index);
    }

    private void addTree(File cgroup, byte[] path) {
        add(path);
        if (hasCgroupsBelow(path)) {
            for (File below : Paths.below(cgroup)) {
                addTree(below, Paths.bytes(below));
            }
        }
    }

    /** Cheaper than a look into the directory, which holds some sixty files; kernels without the file make it necessary. */
    private boolean hasCgroupsBelow(byte[] path) {
        return !file.load(path, STAT) || file.keyed(DESCENDANTS) != 0;
    }

    private void add(byte[] path) {
        if (!file.load(path, PROCS)) {
            return; // gone, or threaded: its processes show further up
        }
        int pid = 0;
        for (int i = 0; i < file.length(); i++) {
            byte c = file.at(i);
            if (c != '\n') {
                pid = 10 * pid + (c - '0');
            } else {
                pids.add(pid);
                pid = 0;
            }
        }
    }
}
