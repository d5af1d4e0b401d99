package dev.podvisor.usage;

import dev.podvisor.linux.Machine;
import dev.podvisor.linux.ProcReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures what whole process trees use, one pass over {@code /proc} a sample.
 *
 * <p>The CPU time and io of a tree are those of its members and of the children that they have waited for, and what podvisor has
 * reaped ({@link RunRef#reaped}); zombies count until they are reaped. What a process that ignores SIGCHLD has started is added
 * when it is gone, as it was last seen. CPU time of a run with a {@link CgroupCpu} is the cgroup's. Each counter is shown as the
 * largest value that it has had.
 *
 * <p>{@link #problems} may be called from any thread, all else from one.
 */
public final class Sampler implements AutoCloseable {

    private final ProcReader proc;
    private final Refused refused = new Refused();
    private final MemberReader reader;
    private final Roll roll;
    private final List<RunRef> before = new ArrayList<>();
    private long samples;

    /** Owns the reader from here on. */
    public Sampler(ProcReader proc, Marks marks) {
        this(proc, marks, Machine::bootTicks);
    }

    /** @param bootTicks the time in clock ticks since boot */
    Sampler(ProcReader proc, Marks marks, LongSupplier bootTicks) {
        this.proc = proc;
        this.reader = new MemberReader(proc, refused);
        this.roll = new Roll(proc, marks, reader, refused, bootTicks);
    }

    /** Reads every process of these runs, the live ones; a run that is left out has ended. */
    public Sample sample(List<RunRef> runs) {
        samples++;
        refused.begin();
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).begin(samples);
        }
        forgetEnded();
        roll.call(runs, samples);
        List<InterfaceUsage> network = reader.begin();
        List<RunUsage> usages = new ArrayList<>(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            usages.add(read(runs.get(i)));
            before.add(runs.get(i));
        }
        refused.end();
        return new Sample(Collections.unmodifiableList(usages), network);
    }

    private void forgetEnded() {
        for (int i = 0; i < before.size(); i++) {
            RunRef run = before.get(i);
            for (int j = 0; run.sampled != samples && j < run.members.size(); j++) {
                roll.forget(run.members.get(j));
            }
        }
        before.clear();
    }

    private RunUsage read(RunRef run) {
        Totals totals = this.totals;
        totals.clear();
        List<Member> members = run.members;
        int kept = 0;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (remains(member)) {
                totals.add(member);
                members.set(kept++, member);
            }
        }
        while (members.size() > kept) {
            members.removeLast();
        }
        return totals.of(run);
    }

    private boolean remains(Member member) {
        if (member.gone) {
            return false;
        }
        RunRef run = member.run;
        int outcome = reader.read(member);
        if (outcome == MemberReader.REFUSED) {
            run.refused |= Refused.bit(Refused.PROCESS);
            return true;
        }
        if (outcome == MemberReader.READ && (member.seen == samples || !run.listed || member.dead)) {
            return true; // cgroup.procs does not name zombies
        }
        roll.forget(member);
        Member parent = roll.parentOf(member);
        if (outcome == MemberReader.GONE && parent != null && parent.ignoresChildren) {
            run.user.lost += member.userMicros;
            run.system.lost += member.systemMicros;
            run.read.lost += member.readBytes;
            run.written.lost += member.writeBytes;
        }
        return false;
    }

    private final Totals totals = new Totals();

    /** What this process may not read now, a sentence a kind with its reason; empty when it may read everything. */
    public List<String> problems() {
        return refused.texts();
    }

    /** How many processes are known. */
    int members() {
        return roll.size();
    }

    @Override
    public void close() {
        proc.close();
    }
}
