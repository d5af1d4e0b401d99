package dev.podvisor.usage;

import dev.podvisor.linux.Children;
import dev.podvisor.linux.Errno;
import dev.podvisor.linux.ProcReader;
import dev.podvisor.linux.ProcReading;
import java.util.List;

/** Reads processes one by one, and notes what is refused. For the sampler's thread. */
final class MemberReader {

    static final int READ = 0;
    static final int GONE = 1;
    static final int REFUSED = 2;

    private static final long UNKNOWN = -1;

    private final ProcReader proc;
    private final Refused refused;
    private final NetworkCounters ownCounters = new NetworkCounters();
    private long ownNamespace = UNKNOWN;
    private boolean swapInUse;

    /** What was last read. */
    final ProcReading reading = new ProcReading();

    MemberReader(ProcReader proc, Refused refused) {
        this.proc = proc;
        this.refused = refused;
    }

    /** Reads what is the same for all of them; yields the interfaces of podvisor's own network namespace. */
    List<InterfaceUsage> begin() {
        swapInUse = proc.swapInUse() != 0; // where it cannot be told, each process is asked
        int self = proc.self();
        if (self < 0) {
            ownNamespace = UNKNOWN;
            return List.of();
        }
        ownNamespace = Math.max(UNKNOWN, proc.netNamespace(self));
        List<InterfaceUsage> network = proc.readInterfaces(self) < 0 ? List.of() : ownCounters.take(proc.text());
        proc.close(self);
        return network;
    }

    /** Finds out who has a pid: the {@link #reading} says it. */
    int identify(int pid) {
        int process = proc.open(pid);
        if (process < 0) {
            return missing(pid, process);
        }
        int result = proc.readStat(process, reading);
        proc.close(process);
        return result < 0 ? missing(pid, result) : READ;
    }

    /** Reads a member, unless its pid has another owner by now. */
    int read(Member member) {
        int process = proc.open(member.pid);
        if (process < 0) {
            return missing(member.pid, process);
        }
        int result = proc.readStat(process, reading);
        int outcome = READ;
        if (result < 0) {
            outcome = missing(member.pid, result);
        } else if (reading.startTicks != member.start) {
            outcome = GONE;
        } else {
            member.take(reading);
            readDetails(member, process);
        }
        proc.close(process);
        return outcome;
    }

    /** A process may end meanwhile: then its last values stay, and the next sample does not find it. */
    private void readDetails(Member member, int process) {
        if (check(Refused.IO, member, proc.readIo(process, reading))) {
            member.readBytes = reading.readBytes;
            member.writeBytes = reading.writeBytes;
        }
        if (member.dead) {
            member.leaveMemory();
            return;
        }
        if (check(Refused.MEMORY, member, proc.readMemory(process, reading))) {
            member.virtualPages = reading.virtualPages;
            member.residentPages = reading.residentPages;
        }
        long fds = proc.descriptors(process);
        if (check(Refused.FDS, member, fds)) {
            member.fds = fds;
        }
        long swap = swapInUse ? proc.swapBytes(process) : 0;
        if (check(Refused.SWAP, member, swap)) {
            member.swapBytes = swap;
        }
        if (member.pid == member.run.leader) {
            readNetwork(member, process);
        }
    }

    private void readNetwork(Member leader, int process) {
        RunRef run = leader.run;
        long namespace = ownNamespace == UNKNOWN ? UNKNOWN : proc.netNamespace(process);
        if (ownNamespace == UNKNOWN || !check(Refused.NETWORK, leader, namespace) || namespace == ownNamespace) {
            run.interfaces = List.of();
        } else if (check(Refused.NETWORK, leader, proc.readInterfaces(process))) {
            if (run.network == null) {
                run.network = new NetworkCounters();
            }
            run.interfaces = run.network.take(proc.text());
        }
    }

    /** Whether a reading has succeeded. */
    private boolean check(int kind, Member member, long result) {
        if (result >= 0) {
            return true;
        }
        int errno = (int) -result;
        if (errno != Errno.ENOENT && errno != Errno.ESRCH) {
            member.run.refused |= Refused.bit(kind);
            refused.add(kind, member.pid, errno);
        }
        return false;
    }

    /** Whether a process has ended or is only hidden: with hidepid=2 the kernel says ENOENT for both. */
    private int missing(int pid, int result) {
        int errno = -result;
        boolean gone = errno == Errno.ESRCH || errno == Errno.ENOENT && Children.kill(pid, 0) == -Errno.ESRCH;
        if (!gone) {
            refused.add(Refused.PROCESS, pid, errno);
        }
        return gone ? GONE : REFUSED;
    }
}
