package dev.podvisor.usage;

import java.util.List;

/**
 * What the whole tree of a run uses. {@link #ABSENT} stands for what could not be read of every member. Counters count since the
 * start of the run and never go backwards; everything else is of the moment.
 *
 * @param run its number
 * @param cpuUserMicros microseconds of CPU time in user mode, ended processes included
 * @param cpuSystemMicros the same in the kernel
 * @param rssBytes resident memory; pages that members share count for each of them
 * @param vszBytes virtual memory
 * @param swapBytes memory that is swapped out
 * @param readBytes bytes read from storage, ended processes included
 * @param writeBytes bytes that were to be written to storage
 * @param fds open file descriptors
 * @param threads of all members, without zombies
 * @param processes members, without zombies
 * @param network interfaces of the leader's network namespace, when that is not podvisor's own; else none
 */
public record RunUsage(
        long run,
        long cpuUserMicros,
        long cpuSystemMicros,
        long rssBytes,
        long vszBytes,
        long swapBytes,
        long readBytes,
        long writeBytes,
        long fds,
        long threads,
        long processes,
        List<InterfaceUsage> network) {

    public static final long ABSENT = -1;
}
