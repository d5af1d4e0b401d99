package dev.podvisor.cgroup;

/**
 * What a leaf has used, filled in by {@link Cgroup#read} and used again for the next one without garbage. Counters count from
 * the leaf's beginning and include whatever has ended in it. -1: the kernel or the delegation does not have it. One reading
 * belongs to one thread, since it holds the buffers too.
 */
public final class CgroupReading {

    private static final byte[] CPU_STAT = ControlFile.ascii("cpu.stat");
    private static final byte[] USER = ControlFile.ascii("user_usec");
    private static final byte[] SYSTEM = ControlFile.ascii("system_usec");
    private static final byte[] PERIODS = ControlFile.ascii("nr_periods");
    private static final byte[] THROTTLED = ControlFile.ascii("nr_throttled");
    private static final byte[] THROTTLED_TIME = ControlFile.ascii("throttled_usec");
    private static final byte[] MEMORY_CURRENT = ControlFile.ascii("memory.current");
    private static final byte[] MEMORY_PEAK = ControlFile.ascii("memory.peak");
    private static final byte[] MEMORY_EVENTS = ControlFile.ascii("memory.events");
    private static final byte[] MAX = ControlFile.ascii("max");
    private static final byte[] OOM_KILL = ControlFile.ascii("oom_kill");
    private static final byte[] CPU_PRESSURE = ControlFile.ascii("cpu.pressure");
    private static final byte[] MEMORY_PRESSURE = ControlFile.ascii("memory.pressure");
    private static final byte[] IO_PRESSURE = ControlFile.ascii("io.pressure");
    private static final byte[] SOME = ControlFile.ascii("some");
    private static final byte[] FULL = ControlFile.ascii("full");
    private static final byte[] TOTAL = ControlFile.ascii("total=");

    /** CPU time, microseconds. */
    public long cpuUser;

    public long cpuSystem;

    /** Periods of {@code cpu.max} in which something ran, and those in which the quota was used up. */
    public long cpuPeriods;

    public long cpuThrottledPeriods;

    /** Microseconds in which runnable threads had to wait for the quota. */
    public long cpuThrottled;

    /** Bytes, page cache and kernel memory included. */
    public long memoryCurrent;

    /** The most there ever was; before Linux 5.19 the most that a reading saw. */
    public long memoryPeak;

    /** How often memory was wanted beyond {@code memory.max} ({@code memory.events}). */
    public long memoryMaxEvents;

    /** Processes killed for want of memory, whosever limit it was. */
    public long oomKills;

    /** Pressure: microseconds in which some, or all, of the leaf's threads waited (Documentation/accounting/psi.rst). */
    public long cpuPressureSome;

    public long cpuPressureFull;
    public long memoryPressureSome;
    public long memoryPressureFull;
    public long ioPressureSome;
    public long ioPressureFull;

    private final ControlFile file = new ControlFile();

    /** Reads what the delegated controllers and the kernel's features have of one cgroup. */
    void fill(byte[] directory, Features features) {
        readCpu(directory);
        readMemory(directory, features.memory());
        readPressure(directory, features.pressure());
    }

    /** {@code cpu.stat} is there without the controller too; the lines on throttling are not. */
    private void readCpu(byte[] directory) {
        boolean there = file.load(directory, CPU_STAT);
        cpuUser = there ? file.keyed(USER) : ControlFile.ABSENT;
        cpuSystem = there ? file.keyed(SYSTEM) : ControlFile.ABSENT;
        cpuPeriods = there ? file.keyed(PERIODS) : ControlFile.ABSENT;
        cpuThrottledPeriods = there ? file.keyed(THROTTLED) : ControlFile.ABSENT;
        cpuThrottled = there ? file.keyed(THROTTLED_TIME) : ControlFile.ABSENT;
    }

    private void readMemory(byte[] directory, boolean delegated) {
        memoryCurrent = number(directory, MEMORY_CURRENT, delegated);
        memoryPeak = number(directory, MEMORY_PEAK, delegated);
        boolean events = delegated && file.load(directory, MEMORY_EVENTS);
        memoryMaxEvents = events ? file.keyed(MAX) : ControlFile.ABSENT;
        oomKills = events ? file.keyed(OOM_KILL) : ControlFile.ABSENT;
    }

    private void readPressure(byte[] directory, boolean there) {
        boolean cpu = there && file.load(directory, CPU_PRESSURE);
        cpuPressureSome = cpu ? file.nested(SOME, TOTAL) : ControlFile.ABSENT;
        cpuPressureFull = cpu ? file.nested(FULL, TOTAL) : ControlFile.ABSENT;
        boolean memory = there && file.load(directory, MEMORY_PRESSURE);
        memoryPressureSome = memory ? file.nested(SOME, TOTAL) : ControlFile.ABSENT;
        memoryPressureFull = memory ? file.nested(FULL, TOTAL) : ControlFile.ABSENT;
        boolean io = there && file.load(directory, IO_PRESSURE);
        ioPressureSome = io ? file.nested(SOME, TOTAL) : ControlFile.ABSENT;
        ioPressureFull = io ? file.nested(FULL, TOTAL) : ControlFile.ABSENT;
    }

    private long number(byte[] directory, byte[] name, boolean delegated) {
        return delegated && file.load(directory, name) ? file.first() : ControlFile.ABSENT;
    }
}
