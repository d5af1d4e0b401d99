package dev.podvisor.usage;

import dev.podvisor.linux.Machine;

/** Adds up the members of a run. For the sampler's thread. */
final class Totals {

    private long userMicros;
    private long systemMicros;
    private long virtualPages;
    private long residentPages;
    private long swapBytes;
    private long readBytes;
    private long writeBytes;
    private long fds;
    private long threads;
    private long processes;

    void clear() {
        userMicros = 0;
        systemMicros = 0;
        virtualPages = 0;
        residentPages = 0;
        swapBytes = 0;
        readBytes = 0;
        writeBytes = 0;
        fds = 0;
        threads = 0;
        processes = 0;
    }

    void add(Member member) {
        userMicros += member.userMicros;
        systemMicros += member.systemMicros;
        virtualPages += member.virtualPages;
        residentPages += member.residentPages;
        swapBytes += member.swapBytes;
        readBytes += member.readBytes;
        writeBytes += member.writeBytes;
        fds += member.fds;
        threads += member.threads;
        processes += member.dead ? 0 : 1;
    }

    /** A value of which a part could not be read is absent: a sum without it would be another thing. */
    RunUsage of(RunRef run) {
        boolean whole = readable(run, Refused.PROCESS);
        boolean memory = whole && readable(run, Refused.MEMORY);
        boolean io = whole && readable(run, Refused.IO);
        CgroupCpu cgroup = run.cpu;
        boolean counted = cgroup.refresh();
        long user = counted ? run.user.showAtLeast(cgroup.userMicros()) : run.user.show(userMicros);
        long system = counted ? run.system.showAtLeast(cgroup.systemMicros()) : run.system.show(systemMicros);
        return new RunUsage(
                run.run,
                counted || whole ? user : RunUsage.ABSENT,
                counted || whole ? system : RunUsage.ABSENT,
                memory ? residentPages * Machine.pageSize() : RunUsage.ABSENT,
                memory ? virtualPages * Machine.pageSize() : RunUsage.ABSENT,
                whole && readable(run, Refused.SWAP) ? swapBytes : RunUsage.ABSENT,
                io ? run.read.show(readBytes) : RunUsage.ABSENT,
                io ? run.written.show(writeBytes) : RunUsage.ABSENT,
                whole && readable(run, Refused.FDS) ? fds : RunUsage.ABSENT,
                whole ? threads : RunUsage.ABSENT,
                whole ? processes : RunUsage.ABSENT,
                run.interfaces);
    }

    private static boolean readable(RunRef run, int kind) {
        return (run.refused & Refused.bit(kind)) == 0;
    }
}
