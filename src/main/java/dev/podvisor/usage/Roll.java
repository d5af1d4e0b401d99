package dev.podvisor.usage;

import dev.podvisor.linux.PidList;
import dev.podvisor.linux.ProcReader;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of every run. For the sampler's thread.
 *
 * <p>Between the moment when a pid is named as a member and the one when its process is read, the pid can get another owner. So a
 * process is only taken when it had started before anything was named: then it held the pid all the time. What is younger
 * waits for the next sample.
 */
final class Roll {

    private final ProcReader proc;
    private final Marks marks;
    private final MemberReader reader;
    private final Refused refused;
    private final LongSupplier bootTicks;
    private final MemberTable table = new MemberTable();
    private final PidList pids = new PidList();
    private long sample;
    private long begun;

    Roll(ProcReader proc, Marks marks, MemberReader reader, Refused refused, LongSupplier bootTicks) {
        this.proc = proc;
        this.marks = marks;
        this.reader = reader;
        this.refused = refused;
        this.bootTicks = bootTicks;
    }

    /** Marks every member that is there as seen in this sample, and adds the new ones. */
    void call(List<RunRef> runs, long sample) {
        this.sample = sample;
        this.begun = bootTicks.getAsLong();
        boolean marked = false;
        for (int i = 0; i < runs.size(); i++) {
            RunRef run = runs.get(i);
            if (run.membership == null) {
                marked = true;
            } else {
                callNamed(run, run.membership);
            }
            note(run, run.leader); // it belongs to its run whatever it does to its mark
        }
        if (marked) {
            callMarked(runs);
        }
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).grown) {
                order(runs.get(i));
            }
        }
    }

    private void callNamed(RunRef run, Membership membership) {
        pids.clear();
        run.listed = membership.list(pids);
        for (int i = 0; run.listed && i < pids.size(); i++) {
            note(run, pids.get(i));
        }
    }

    private void callMarked(List<RunRef> runs) {
        pids.clear();
        int result = proc.pids(pids);
        if (result < 0) {
            refused.add(Refused.LIST, 0, -result);
        }
        for (int i = 0; i < runs.size(); i++) {
            RunRef run = runs.get(i);
            run.listed &= run.membership != null || result >= 0;
        }
        for (int i = 0; i < pids.size(); i++) {
            int pid = pids.get(i);
            Member known = table.get(pid);
            if (known != null) {
                known.seen = known.run.membership == null ? sample : known.seen; // a mark is for life
            } else {
                RunRef run = find(runs, marks.runOf(pid));
                if (run != null) {
                    note(run, pid);
                }
            }
        }
    }

    private static @Nullable RunRef find(List<RunRef> runs, long number) {
        for (int i = 0; number >= 0 && i < runs.size(); i++) {
            RunRef run = runs.get(i);
            if (run.run == number && run.membership == null) {
                return run;
            }
        }
        return null;
    }

    private void note(RunRef run, int pid) {
        Member known = table.get(pid);
        if (known != null && known.run == run) {
            known.seen = sample;
            return;
        }
        int outcome = reader.identify(pid);
        if (outcome == MemberReader.REFUSED) {
            run.refused |= Refused.bit(Refused.PROCESS);
        }
        if (outcome != MemberReader.READ || !belongs(run, pid, reader.reading.startTicks)) {
            return;
        }
        if (known != null) {
            known.gone = true;
            table.remove(known);
        }
        if (pid == run.leader) {
            run.leaderStart = reader.reading.startTicks; // from here on, a later owner of its pid is none of the run's
        }
        Member member = new Member(pid, run, reader.reading);
        member.seen = sample;
        run.members.add(member);
        run.grown = true;
        table.add(member);
    }

    private boolean belongs(RunRef run, int pid, long start) {
        return pid == run.leader && run.leaderStart != RunRef.UNKNOWN_START ? start == run.leaderStart : start < begun;
    }

    /** Start times have a resolution of 10 ms, in which a whole chain of processes can start. */
    private void order(RunRef run) {
        for (int i = 0; i < run.members.size(); i++) {
            Member member = run.members.get(i);
            int depth = 0;
            Member parent = parentOf(member);
            while (parent != null && parent.start == member.start && depth < run.members.size()) {
                depth++;
                parent = parentOf(parent);
            }
            member.depth = Math.max(member.depth, depth); // it stays below ancestors that have ended
        }
        run.members.sort(Member.PARENTS_FIRST);
    }

    /** The parent of a member, when that is a member of the same run. */
    @Nullable
    Member parentOf(Member member) {
        Member parent = table.get(member.parent);
        return parent != null && parent != member && parent.run == member.run && parent.start <= member.start
                ? parent
                : null;
    }

    /** A member has ended. */
    void forget(Member member) {
        table.remove(member);
    }

    int size() {
        return table.size();
    }
}
