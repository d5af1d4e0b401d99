package dev.podvisor.process;

import dev.podvisor.linux.Children;
import dev.podvisor.linux.Errno;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.ProcStat;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds and kills whole trees without cgroups. For one thread.
 *
 * <p>One clean look through /proc is proof that nothing is left: zombies count, and a tree's topmost process is this
 * supervisor's own child (it is the subreaper), so it stays visible until this supervisor reaps it; a tree that has a member
 * when the look begins has one that the look meets.
 */
final class ProcessTree {

    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final int STOP_ROUNDS = 3;

    private final TreeMarker marker;
    private final File proc;

    ProcessTree(TreeMarker marker, File proc) {
        this.marker = marker;
        this.proc = proc;
    }

    /** Every process that bears a mark of this supervisor's identity, by run. */
    Map<Long, List<Integer>> marked() {
        Map<Long, List<Integer>> byRun = new HashMap<>();
        for (int pid : pids()) {
            long run = marker.runOf(pid);
            if (run >= 0) {
                byRun.computeIfAbsent(run, _ -> new ArrayList<>()).add(pid);
            }
        }
        return byRun;
    }

    /**
     * Kills the trees of the given runs. Everything is stopped before anything is killed, so that a process that forks and
     * exits all the time is caught and nothing reacts to the death of another.
     *
     * @return the runs of which something was there
     */
    Set<Long> kill(Map<Long, Integer> leaders) {
        Map<Integer, Long> seen = new HashMap<>();
        for (int round = 0; round < STOP_ROUNDS; round++) {
            boolean news = false;
            for (Map.Entry<Integer, Long> found : find(leaders).entrySet()) {
                if (seen.putIfAbsent(found.getKey(), found.getValue()) == null) {
                    news = true;
                    signal(found.getKey(), found.getValue(), leaders, SIGSTOP);
                }
            }
            if (!news) {
                break;
            }
        }
        Set<Long> alive = new HashSet<>();
        seen.forEach((pid, run) -> {
            alive.add(run);
            signal(pid, run, leaders, SIGKILL);
        });
        return alive;
    }

    private Map<Integer, Long> find(Map<Long, Integer> leaders) {
        Map<Integer, Long> members = new HashMap<>();
        for (int pid : pids()) {
            long run = member(pid, leaders);
            if (run >= 0) {
                members.put(pid, run);
            }
        }
        return members;
    }

    /** The run that a process belongs to; where marks are not possible, by the session that the run's leader began. */
    private long member(int pid, Map<Long, Integer> leaders) {
        if (marker.possible()) {
            long run = marker.runOf(pid);
            return leaders.containsKey(run) ? run : -1;
        }
        Optional<ProcStat> stat = ProcStat.read(proc, pid);
        if (stat.isPresent()) {
            for (Map.Entry<Long, Integer> leader : leaders.entrySet()) {
                if (stat.get().session() == leader.getValue()) {
                    return leader.getKey();
                }
            }
        }
        return -1;
    }

    /** Signals every process of a run's tree. */
    void signalAll(long run, int leader, int signal) {
        Map<Long, Integer> leaders = Map.of(run, leader);
        for (int pid : find(leaders).keySet()) {
            signal(pid, run, leaders, signal);
        }
    }

    /** Signals one process if it bears the mark of the run. */
    void signal(int pid, long run, int signal) {
        signal(pid, run, Map.of(run, pid), signal);
    }

    /** Through a descriptor of the very process, whose membership is checked again: the pid may have a new owner by now. */
    private void signal(int pid, long run, Map<Long, Integer> leaders, int signal) {
        int pidfd = Children.pidfdOpen(pid);
        if (pidfd == -Errno.ESRCH) {
            return;
        }
        if (member(pid, leaders) == run) {
            if (pidfd >= 0) {
                Children.pidfdSendSignal(pidfd, signal);
            } else {
                Children.kill(pid, signal); // kernels before 5.3, or a seccomp filter
            }
        }
        if (pidfd >= 0) {
            Libc.close(pidfd);
        }
    }

    private List<Integer> pids() {
        List<Integer> pids = new ArrayList<>();
        String[] names = proc.list();
        if (names != null) {
            for (String name : names) {
                char first = name.charAt(0);
                if (first >= '1' && first <= '9') {
                    pids.add(Integer.parseInt(name));
                }
            }
        }
        return pids;
    }
}
