package dev.podvisor.supervise;

import dev.podvisor.linux.WaitStatus;
import dev.podvisor.process.Launcher;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A launcher whose children exist only here: they end when they are signalled or killed, or when a test says so. Operations can be
 * made to fail. Thread-safe, because tests look at it while the loop runs.
 */
final class FakeLauncher implements Launcher {

    /** What can be made to fail. */
    enum Operation {
        START,
        HALF_START,
        SIGNAL,
        SWEEP,
        NEXT_ENDED,
        REAP
    }

    private record Child(String process, long run) {}

    private final Map<Integer, Child> alive = new LinkedHashMap<>();
    private final Map<Integer, WaitStatus> zombies = new LinkedHashMap<>();
    private final Map<Long, Integer> stragglers = new HashMap<>();
    private final Map<Operation, List<Supplier<Throwable>>> failures = new HashMap<>();
    private final Set<Integer> ofJdk = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private Runnable childEnded = () -> {};
    private boolean heeding = true;
    private int lastPid = 1000;

    synchronized void reportTo(Runnable listener) {
        childEnded = listener;
    }

    synchronized void failOnce(Operation operation, Supplier<Throwable> failure) {
        failures.computeIfAbsent(operation, _ -> new ArrayList<>()).add(failure);
    }

    synchronized void ignoreSignals() {
        heeding = false;
    }

    synchronized int pidOf(String process) {
        return alive.entrySet().stream()
                .filter(entry -> entry.getValue().process().equals(process))
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
    }

    synchronized void end(int pid, int exitCode) {
        if (alive.remove(pid) != null) {
            zombies.put(pid, new WaitStatus(exitCode, exitCode > 128 ? exitCode - 128 : 0));
        }
        childEnded.run();
    }

    /** A child that nobody started here has ended. */
    synchronized int adopt(boolean maybeOfJdk) {
        int pid = ++lastPid;
        zombies.put(pid, new WaitStatus(0, 0));
        if (maybeOfJdk) {
            ofJdk.add(pid);
        }
        childEnded.run();
        return pid;
    }

    synchronized boolean zombie(int pid) {
        return zombies.containsKey(pid);
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized long starts(String process) {
        return log.stream().filter(("start " + process)::equals).count();
    }

    private void maybeFail(Operation operation) {
        List<Supplier<Throwable>> planned = failures.getOrDefault(operation, List.of());
        if (!planned.isEmpty()) {
            Throwable failure = planned.removeFirst().get();
            log.add("fail " + operation);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }

    @Override
    public void makeRoomFor(int replicas) {
        // there is room
    }

    @Override
    public synchronized Launch start(ProcessSpec spec, int replica, long run, String cgroup) {
        maybeFail(Operation.START);
        int pid = ++lastPid;
        alive.put(pid, new Child(spec.name(), run));
        log.add("start " + spec.name());
        maybeFail(Operation.HALF_START);
        return new Started(pid, -1, -1, List.of(), "");
    }

    @Override
    public synchronized void signal(int pid, Signal signal) {
        maybeFail(Operation.SIGNAL);
        log.add("signal " + pid + " " + signal.name());
        if (heeding) {
            end(pid, 128 + signal.number());
        }
    }

    @Override
    public synchronized Set<Long> sweep(Map<Long, Integer> leaders) {
        maybeFail(Operation.SWEEP);
        Set<Long> found = new HashSet<>();
        for (Map.Entry<Integer, Child> child : List.copyOf(alive.entrySet())) {
            if (leaders.containsKey(child.getValue().run())) {
                found.add(child.getValue().run());
                end(child.getKey(), 137);
            }
        }
        for (long run : leaders.keySet()) {
            if (stragglers.merge(run, -1, Integer::sum) >= 0) {
                found.add(run);
            }
        }
        return found;
    }

    synchronized void leaveStragglers(long run, int sweeps) {
        stragglers.put(run, sweeps);
    }

    @Override
    public synchronized int nextEnded() {
        maybeFail(Operation.NEXT_ENDED);
        return zombies.keySet().stream().findFirst().orElse(0);
    }

    @Override
    public synchronized boolean maybeOfJdk(int pid) {
        return ofJdk.contains(pid);
    }

    @Override
    public synchronized Optional<Reaped> reap(int pid) {
        maybeFail(Operation.REAP);
        return Optional.ofNullable(zombies.remove(pid)).map(status -> new Reaped(status, -1, 2_000, 1_000, 512, 1024));
    }

    @Override
    public synchronized void signalTree(long run, int leader, Signal signal) {
        log.add("signal tree of " + leader + " " + signal.name());
    }
}
