package dev.podvisor.supervise;

import dev.podvisor.cgroup.Cgroup;
import dev.podvisor.cgroup.CgroupReading;
import dev.podvisor.cgroup.LeafSettings;
import dev.podvisor.cgroup.Members;
import dev.podvisor.linux.WaitStatus;
import dev.podvisor.plan.Exit;
import dev.podvisor.plan.ReplicaId;
import dev.podvisor.plan.Run;
import dev.podvisor.plan.Step;
import dev.podvisor.process.Launcher;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Signal;
import dev.podvisor.status.OomKill;
import dev.podvisor.status.Usage;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Carries out what concerns one run: its start, its signals, its end, with its cgroup and its account. For the loop's thread. */
final class Runs {

    private static final int SIGKILL = 9;
    private static final Signal STOP = Signal.of("SIGSTOP");
    private static final Signal CONT = Signal.of("SIGCONT");

    private final Launcher launcher;
    private final Leaves leaves;
    private final UsageLedger ledger;
    private final CgroupReading reading = new CgroupReading();
    private final LeafView.Glass samplers = new LeafView.Glass(new Members(), new CgroupReading());

    /** By run, what its cgroup had counted before podvisor killed it, or when its first process had ended. */
    private final Map<Long, Long> oomKillsBefore = new HashMap<>();

    Runs(Launcher launcher, Leaves leaves, UsageLedger ledger) {
        this.launcher = launcher;
        this.leaves = leaves;
        this.ledger = ledger;
    }

    Launcher.Launch start(Step.Start start) {
        ProcessSpec process = start.spec();
        Leaves.Prepared prepared = leaves.prepare(process, start.id(), start.run());
        if (!prepared.refusal().isEmpty()) {
            return new Launcher.NotStarted(125, prepared.refusal(), true);
        }
        Launcher.Launch launch = launcher.start(process, start.id().index(), start.run(), prepared.folder());
        if (launch instanceof Launcher.Started started) {
            ledger.started(start.id(), LiveRun.of(start.run(), started.pid(), leaves.of(start.run()), samplers));
            if (!started.unplaced().isEmpty()) {
                leaves.unplaced(start.run(), started.unplaced());
            }
        } else {
            leaves.remove(start.run());
        }
        return launch;
    }

    /** Something may run although its start has failed inside podvisor: nobody knows its pid, but it bears the mark of the run. */
    void endHalfMade(long run) {
        leaves.kill(run);
        launcher.sweep(Map.of(run, 0));
        leaves.remove(run);
    }

    /** How a run's first process ended, with what its cgroup says of the cause. */
    Exit exit(long run, WaitStatus status, Instant at) {
        return new Exit(status.exitCode(), status.signal(), at, oomKill(run, status));
    }

    /** A process that the kernel kills for lack of memory is counted by its cgroup, whosever limit was reached. */
    private Optional<OomKill> oomKill(long run, WaitStatus status) {
        Optional<Cgroup> cgroup = leaves.of(run);
        if (cgroup.isEmpty()) {
            return Optional.empty();
        }
        cgroup.get().read(reading);
        ledger.oomKills(run, reading.oomKills);
        // A SIGKILL after podvisor's own is podvisor's, although the kernel may have killed another process of the run
        // before.
        Long before = oomKillsBefore.put(run, reading.oomKills);
        if (reading.oomKills <= (before == null ? 0 : before) || status.signal() != SIGKILL) {
            return Optional.empty();
        }
        long limit = cgroup.get().settings().memoryMax();
        boolean own = limit != LeafSettings.MAX && reading.memoryMaxEvents > 0;
        return Optional.of(new OomKill(own ? limit : Usage.UNKNOWN, reading.memoryPeak));
    }

    /**
     * Kills what is left of the trees.
     *
     * @return the runs of which something was still there
     */
    Set<Long> sweep(Collection<Step.Sweep> sweeps) {
        Set<Long> alive = new HashSet<>();
        Map<Long, Integer> leaders = new HashMap<>();
        for (Step.Sweep sweep : sweeps) {
            Run run = sweep.run();
            leaders.put(run.id(), run.pid());
            noteOomKills(run.id());
            // The leader may not be in the cgroup yet, and a process can leave it: the look through /proc follows all
            // the same.
            if (leaves.kill(run.id())) {
                alive.add(run.id());
            }
        }
        alive.addAll(launcher.sweep(leaders));
        return alive;
    }

    private void noteOomKills(long run) {
        Optional<Cgroup> cgroup = leaves.of(run);
        if (cgroup.isPresent() && !oomKillsBefore.containsKey(run)) {
            cgroup.get().read(reading);
            oomKillsBefore.put(run, reading.oomKills);
        }
    }

    void freeze(Step.Freeze freeze) {
        Run run = freeze.run();
        Optional<Cgroup> cgroup = leaves.of(run.id());
        boolean done = cgroup.isPresent()
                && (freeze.still() ? cgroup.get().freeze() : cgroup.get().thaw());
        if (!done) {
            launcher.signalTree(run.id(), run.pid(), freeze.still() ? STOP : CONT);
        }
    }

    void gone(long run, Instant at) {
        long user = Usage.UNKNOWN;
        long system = Usage.UNKNOWN;
        Optional<Cgroup> cgroup = leaves.of(run);
        if (cgroup.isPresent()) {
            cgroup.get().read(reading);
            user = reading.cpuUser;
            system = reading.cpuSystem;
            ledger.oomKills(run, reading.oomKills);
        }
        oomKillsBefore.remove(run);
        ledger.gone(run, user, system, at);
        leaves.remove(run);
    }

    /** A child was reaped; one that nobody started here may be of a run's tree all the same. */
    void reaped(Launcher.Reaped child, long run) {
        ledger.reaped(run, child);
    }

    Optional<ReplicaId> replica(long run) {
        return ledger.replica(run);
    }
}
