package dev.podvisor.cgroup;

/**
 * What the container itself is held to, as the files of its own cgroup say. {@link #MAX} is unlimited, -1 unknown: the file is
 * missing, because its controller is not enabled for the container. Limits that sit above the container (the pod's) are not
 * visible from within.
 *
 * @param cpuQuota microseconds of CPU time in each period
 * @param cpuPeriod microseconds
 * @param memoryMax bytes
 * @param swapMax bytes of swap in addition to memory
 * @param memoryLow bytes that the node reclaims last
 * @param memoryMin bytes that the node never reclaims
 * @param pidsMax processes and threads
 */
public record ContainerLimits(
        long cpuQuota, long cpuPeriod, long memoryMax, long swapMax, long memoryLow, long memoryMin, long pidsMax) {

    public static final long MAX = ControlFile.MAX;
}
