package dev.podvisor.cgroup;

import java.io.File;

/**
 * Reads the container's own cgroup, which works without delegation too. A resize in place comes without notice (KEP-1287), so
 * it takes polling; a look is seven small reads. Not thread-safe.
 */
public final class ContainerCgroup {

    private static final byte[] CPU_MAX = ControlFile.ascii("cpu.max");
    private static final byte[] MEMORY_MAX = ControlFile.ascii("memory.max");
    private static final byte[] MEMORY_LOW = ControlFile.ascii("memory.low");
    private static final byte[] MEMORY_MIN = ControlFile.ascii("memory.min");
    private static final byte[] MEMORY_CURRENT = ControlFile.ascii("memory.current");
    private static final byte[] SWAP_MAX = ControlFile.ascii("memory.swap.max");
    private static final byte[] PIDS_MAX = ControlFile.ascii("pids.max");

    private final byte[] root;
    private final ControlFile file = new ControlFile();

    /** @param mount where cgroup v2 is mounted: {@code /sys/fs/cgroup} */
    public ContainerCgroup(File mount) {
        this.root = Paths.bytes(mount);
    }

    /** The limits as they are now. */
    public ContainerLimits limits() {
        boolean cpu = file.load(root, CPU_MAX);
        long quota = cpu ? file.first() : ControlFile.ABSENT;
        long period = cpu ? file.second() : ControlFile.ABSENT;
        return new ContainerLimits(
                quota,
                period,
                number(MEMORY_MAX),
                number(SWAP_MAX),
                number(MEMORY_LOW),
                number(MEMORY_MIN),
                number(PIDS_MAX));
    }

    /** Bytes the whole container uses now; -1 when unknown. */
    public long memoryCurrent() {
        return number(MEMORY_CURRENT);
    }

    private long number(byte[] name) {
        return file.load(root, name) ? file.first() : ControlFile.ABSENT;
    }
}
