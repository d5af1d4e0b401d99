package dev.podvisor.process;

import dev.podvisor.linux.Children;
import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.ProcStat;
import dev.podvisor.linux.ResourceUse;
import dev.podvisor.linux.Rlimit;
import dev.podvisor.linux.Spawn;
import dev.podvisor.linux.WaitStatus;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Signal;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;

/** The real {@link Launcher}. For the loop's thread alone: the limits it sets around a spawn are those of the whole process. */
public final class NativeLauncher implements Launcher {

    private static final File PROC = new File("/proc");
    private static final int MAX_OOM_SCORE_ADJ = 1000;
    private static final int SPARE_DESCRIPTORS = 256;

    private final Environment base;
    private final int identity;
    private final TreeMarker marker;
    private final ProcessTree tree;
    private final Spawn spawn = new Spawn();
    private final Placement placement = new Placement();
    private final ResourceUse use = new ResourceUse();
    private final MemorySegment status = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
    private final String oomScoreAdj;
    private final int ownSession;
    private Optional<Rlimit.Pair> childNofile = Optional.empty();

    /** @param identity the same for a supervisor and the one that takes its place after a crash */
    public NativeLauncher(Environment base, int identity) {
        this.base = base;
        this.identity = identity;
        this.marker = new TreeMarker(identity);
        this.tree = new ProcessTree(marker, PROC);
        this.ownSession =
                ProcStat.read(PROC, Libc.getpid()).map(ProcStat::session).orElse(-1);
        this.oomScoreAdj = Integer.toString(Math.min(MAX_OOM_SCORE_ADJ, Oom.ownScoreAdj() + 1));
    }

    /** Whatever a killed supervisor of this identity left running. */
    public Leftovers leftovers() {
        return new Leftovers(tree);
    }

    /**
     * Makes room for the pipes of this many replicas. Where the soft limit has to be raised for it, children still start with
     * the old one: programs that loop over every possible descriptor suffer from a large one.
     */
    @Override
    public void makeRoomFor(int replicas) {
        Rlimit.Pair limit = Rlimit.get(Rlimit.NOFILE);
        long needed = 2L * replicas + SPARE_DESCRIPTORS;
        if (Long.compareUnsigned(limit.soft(), needed) < 0) {
            long soft = Long.compareUnsigned(limit.hard(), needed) < 0 ? limit.hard() : needed;
            if (Rlimit.set(Rlimit.NOFILE, new Rlimit.Pair(soft, limit.hard())) == 0 && childNofile.isEmpty()) {
                childNofile = Optional.of(limit);
            }
        }
    }

    @Override
    public Launch start(ProcessSpec spec, int replica, long run, String cgroup) {
        Libc.Pipe out = new Libc.Pipe();
        Libc.Pipe err = new Libc.Pipe();
        boolean started = false;
        try {
            RunPlan plan = RunPlan.of(spec, replica, base);
            String program = Programs.find(plan);
            open(out);
            open(err);
            Placement.Placed placed = placement.start(
                    plan, program, cgroup, request -> spawnMarked(request, out.writeEnd, err.writeEnd, run));
            int pid = placed.pid();
            if (pid < 0) {
                throw Programs.explain(-pid, plan, program);
            }
            // Only a raise, which needs no privilege. What the program forks before this line is one step lower.
            Libc.writeFile("/proc/" + pid + "/oom_score_adj", oomScoreAdj);
            started = true;
            return new Started(pid, out.readEnd, err.readEnd, warnings(plan), placed.problem());
        } catch (Unstartable reason) {
            return reason.notStarted();
        } finally {
            close(out.writeEnd);
            close(err.writeEnd);
            if (!started) {
                close(out.readEnd);
                close(err.readEnd);
            }
        }
    }

    private int spawnMarked(Spawn.Request request, int stdout, int stderr, long run) {
        Rlimit.Pair own = Rlimit.get(Rlimit.NOFILE);
        return spawn.start(
                request,
                stdout,
                stderr,
                () -> {
                    marker.putOn(run);
                    childNofile.ifPresent(limit -> Rlimit.set(Rlimit.NOFILE, limit));
                },
                () -> {
                    childNofile.ifPresent(_ -> Rlimit.set(Rlimit.NOFILE, own));
                    marker.takeOff();
                });
    }

    private static void open(Libc.Pipe pipe) throws Unstartable {
        int result = Libc.pipe2(pipe, 0);
        if (result < 0) {
            String hint = -result == Errno.EMFILE ? " (raise the limit of open files, RLIMIT_NOFILE)" : "";
            throw new Unstartable(125, "no pipe for its output: " + Errno.text(-result) + hint, true);
        }
    }

    private static List<String> warnings(RunPlan plan) {
        return plan.unresolved.stream()
                .map(name -> "$(" + ByteText.shown(name) + ") does not resolve and stays as it is"
                        + " (define it in env, or write $$(" + ByteText.shown(name) + ") if it is meant so)")
                .toList();
    }

    @Override
    public void signal(int pid, Signal signal) {
        int result = Children.kill(-pid, signal.number());
        if (result < 0 && result != -Errno.ESRCH) {
            throw new IllegalStateException(
                    "cannot send " + signal.name() + " to process group " + pid + ": " + Errno.text(-result));
        }
    }

    @Override
    public void signalTree(long run, int leader, Signal signal) {
        tree.signalAll(run, leader, signal.number());
    }

    /** Tells the run of a process by its mark; for one thread of its own. */
    public IntToLongFunction marks() {
        return new TreeMarker(identity)::runOf;
    }

    @Override
    public Set<Long> sweep(Map<Long, Integer> leaders) {
        return tree.kill(leaders);
    }

    @Override
    public int nextEnded() {
        return Math.max(0, Children.pollAnyExit());
    }

    /** Whatever this launcher starts gets a session of its own, and so does what enters a container from outside. */
    @Override
    public boolean maybeOfJdk(int pid) {
        Optional<ProcStat> child = ProcStat.read(PROC, pid);
        return child.isPresent() && child.get().session() == ownSession;
    }

    @Override
    public Optional<Reaped> reap(int pid) {
        long run = marker.runOf(pid); // a zombie still bears its mark
        if (Children.reap(pid, status, use) != pid) {
            return Optional.empty();
        }
        WaitStatus end = WaitStatus.of(status.get(ValueLayout.JAVA_INT, 0));
        return Optional.of(
                new Reaped(end, run, use.userMicros(), use.systemMicros(), use.readBytes(), use.writeBytes()));
    }

    private static void close(int fd) {
        if (fd >= 0) {
            Libc.close(fd);
        }
    }
}
