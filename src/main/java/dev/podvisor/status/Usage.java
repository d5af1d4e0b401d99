package dev.podvisor.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a whole process tree uses. Counters count since the replica's first run and never go backwards; everything else is of the
 * moment. {@link #UNKNOWN} stands for what could not be read.
 *
 * @param at when it was measured
 * @param cpuUserMicros microseconds of CPU time in user mode, ended processes included
 * @param cpuSystemMicros the same in the kernel
 * @param rssBytes resident memory; pages that processes share count for each of them (proc_pid_stat(5))
 * @param vszBytes virtual memory
 * @param swapBytes memory swapped out
 * @param ioReadBytes bytes read from storage (proc_pid_io(5), read_bytes)
 * @param ioWriteBytes bytes that were to be written to storage
 * @param fds open file descriptors
 * @param cgroup what only the cgroup knows; empty without one
 * @param network of the network namespace that the tree is in, when that is not podvisor's own
 */
public record Usage(
        Instant at,
        long cpuUserMicros,
        long cpuSystemMicros,
        long rssBytes,
        long vszBytes,
        long swapBytes,
        long ioReadBytes,
        long ioWriteBytes,
        long fds,
        long threads,
        long processes,
        Optional<CgroupUsage> cgroup,
        List<NetworkUsage> network) {

    public static final long UNKNOWN = -1;

    public Usage {
        network = List.copyOf(network);
    }
}
