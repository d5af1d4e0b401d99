package dev.podvisor.usage;

/** The CPU time that a run's cgroup has counted: exact, with every process that ever was in it. For the sampler's thread. */
public interface CgroupCpu {

    /** A run without a cgroup. */
    CgroupCpu NONE = new CgroupCpu() {
        @Override
        public boolean refresh() {
            return false;
        }

        @Override
        public long userMicros() {
            return RunUsage.ABSENT;
        }

        @Override
        public long systemMicros() {
            return RunUsage.ABSENT;
        }
    };

    /** Reads the counters; false when they cannot be read now, and the processes' own are taken. */
    boolean refresh();

    /** Microseconds in user mode, as {@link #refresh} found it. */
    long userMicros();

    /** Microseconds in the kernel, as {@link #refresh} found it. */
    long systemMicros();
}
