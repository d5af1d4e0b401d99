package dev.podvisor.cgroup;

/**
 * The single-valued control files of a leaf. Their order is the one in which values may rise without ever being invalid: the
 * quota before the burst that must fit in it, {@code memory.max} before the {@code memory.high} below it, swap before both, so
 * that memory has somewhere to go. Values fall in the opposite order.
 */
enum Setting {
    CPU_MAX("cpu.max", Controller.CPU),
    CPU_BURST("cpu.max.burst", Controller.CPU),
    CPU_WEIGHT("cpu.weight", Controller.CPU),
    SWAP_MAX("memory.swap.max", Controller.MEMORY),
    MEMORY_MAX("memory.max", Controller.MEMORY),
    MEMORY_HIGH("memory.high", Controller.MEMORY),
    MEMORY_MIN("memory.min", Controller.MEMORY),
    MEMORY_LOW("memory.low", Controller.MEMORY),
    OOM_GROUP("memory.oom.group", Controller.MEMORY),
    PIDS_MAX("pids.max", Controller.PIDS);

    static final Setting[] RISING = values();

    private static final String BINARY_UNITS = "KMGTP";

    final String file;
    final Controller controller;

    Setting(String file, Controller controller) {
        this.file = file;
        this.controller = controller;
    }

    /** The value, to tell whether it rises or falls. */
    long of(LeafSettings settings) {
        return switch (this) {
            case CPU_MAX -> settings.cpuQuota();
            case CPU_BURST -> settings.cpuBurst();
            case CPU_WEIGHT -> settings.cpuWeight();
            case SWAP_MAX -> settings.swapMax();
            case MEMORY_MAX -> settings.memoryMax();
            case MEMORY_HIGH -> settings.memoryHigh();
            case MEMORY_MIN -> settings.memoryMin();
            case MEMORY_LOW -> settings.memoryLow();
            case OOM_GROUP -> settings.oomGroup() ? 1 : 0;
            case PIDS_MAX -> settings.pidsMax();
        };
    }

    /** The value as it is written. */
    String text(LeafSettings settings) {
        return this == CPU_MAX ? number(of(settings)) + " " + settings.cpuPeriod() : number(of(settings));
    }

    /** The value as a person reads it: bytes in the units of Kubernetes where that loses nothing. */
    String shown(LeafSettings settings) {
        return isBytes() ? bytes(of(settings)) : text(settings);
    }

    private boolean isBytes() {
        return controller == Controller.MEMORY && this != OOM_GROUP;
    }

    static String number(long value) {
        return value == LeafSettings.MAX ? "max" : Long.toString(value);
    }

    static String bytes(long value) {
        long rest = value;
        int unit = 0;
        while (rest != 0 && rest % 1024 == 0 && unit < BINARY_UNITS.length()) {
            rest /= 1024;
            unit++;
        }
        return unit == 0 ? number(value) : rest + BINARY_UNITS.substring(unit - 1, unit) + "i";
    }
}
