package dev.podvisor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.status.State;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A machine without a kernel: carries out the reconciler's steps on runs that exist only here, in a time that only moves when
 * told, and checks after every step what must always hold.
 */
final class World {

    /** How a program behaves; decided anew at each start. */
    interface Behaviour {
        /** Empty when the program starts. */
        default Optional<ReplicaEvent.SpawnFailed> startFailure(ReplicaId id, Instant at) {
            return Optional.empty();
        }

        /** Nanoseconds from a stop signal to the end; negative when it is ignored. */
        default long heeds() {
            return 0;
        }

        /** How many sweeps find something although the first process has ended. */
        default int stragglers() {
            return 0;
        }

        /** Whether not even SIGKILL ends it. */
        default boolean unkillable() {
            return false;
        }
    }

    static final class Live {
        final ReplicaId id;
        final long run;
        final int pid;
        final Behaviour behaviour;
        int stragglers;
        boolean leaderAlive = true;
        long endsAt = Long.MAX_VALUE;
        int endCode;

        Live(ReplicaId id, long run, int pid, Behaviour behaviour) {
            this.id = id;
            this.run = run;
            this.pid = pid;
            this.behaviour = behaviour;
            this.stragglers = behaviour.stragglers();
        }
    }

    final Reconciler reconciler = new Reconciler();
    final Map<Long, Live> runs = new HashMap<>();
    final List<String> log = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    Behaviour behaviour = new Behaviour() {};
    Optional<Step.End> end = Optional.empty();
    long now = TimeUnit.DAYS.toNanos(1);
    long events;
    private final Set<String> everStarted = new HashSet<>();
    private final Set<String> everCompleted = new HashSet<>();
    /** Runs that a new spec may end. */
    private final Set<Long> mayEnd = new HashSet<>();

    private ProcessSetSpec applied = ProcessSetSpec.of(0, List.of(), List.of());
    private Map<String, ProcessSpec> specs = new HashMap<>();
    private long stopDeadline = Long.MAX_VALUE;
    private int pids = 100;

    void apply(ProcessSetSpec spec) {
        if (reconciler.stopping()) {
            perform(reconciler.apply(spec, now)); // refused: what was applied before keeps its say
            return;
        }
        for (Change change : SpecDiff.between(applied, spec)) {
            boolean ends = change.kind() == Change.Kind.Restart || change.kind() == Change.Kind.Stop;
            int kept = ends ? 0 : specReplicas(spec, change.process());
            for (Live live : runs.values()) {
                if (live.id.process().equals(change.process()) && live.id.index() >= kept) {
                    mayEnd.add(live.run);
                }
            }
        }
        applied = spec;
        specs = new HashMap<>();
        spec.processes().forEach(process -> specs.put(process.name(), process));
        perform(reconciler.apply(spec, now));
    }

    private static int specReplicas(ProcessSetSpec spec, String process) {
        return spec.process(process).map(ProcessSpec::replicas).orElse(0);
    }

    void stop() {
        perform(reconciler.stop(0, "test", now));
    }

    /** Lets the time pass that a stop may take, and more. */
    void passWholeStop() {
        pass(applied.stopBudget().toNanos() + 2 * Reconciler.KILL_NANOS);
    }

    void hurry() {
        stopDeadline = Math.min(stopDeadline, now + Reconciler.KILL_NANOS);
        perform(reconciler.hurry(now));
    }

    /** The first process of a replica's live run ends by itself. */
    void exit(String process, int index, int code) {
        Live live = live(new ReplicaId(process, index)).orElseThrow();
        exit(live, code);
    }

    void exit(Live live, int code) {
        live.leaderAlive = false;
        live.endsAt = Long.MAX_VALUE;
        int signal = code > 128 ? code - 128 : 0;
        forgetIfGone(live);
        events++;
        perform(reconciler.on(live.id, new ReplicaEvent.Exited(new Exit(code, signal, Instant.EPOCH)), now));
    }

    /** Lets time pass, with everything that falls due on the way. */
    void pass(long nanos) {
        long until = now + nanos;
        for (int guard = 0; end.isEmpty(); guard++) {
            assertThat(guard).as("turns without progress").isLessThan(1_000_000);
            long next = reconciler.deadline().orElse(Long.MAX_VALUE);
            for (Live live : runs.values()) {
                next = Math.min(next, live.endsAt);
            }
            if (next > until) {
                break;
            }
            now = Math.max(now, next);
            for (Live live : List.copyOf(runs.values())) {
                if (live.endsAt <= now && live.leaderAlive) {
                    exit(live, live.endCode);
                }
            }
            events++;
            perform(reconciler.tick(now));
        }
        now = Math.max(now, until);
        check();
    }

    void passSeconds(double seconds) {
        pass((long) (seconds * 1e9));
    }

    Optional<Live> live(ReplicaId id) {
        return runs.values().stream().filter(live -> live.id.equals(id)).findFirst();
    }

    Replica replica(String process) {
        return reconciler.replicas().stream()
                .filter(replica -> replica.id().process().equals(process))
                .findFirst()
                .orElseThrow();
    }

    State state(String process) {
        return replica(process).state().word();
    }

    private void perform(List<Step> first) {
        Deque<Step> steps = new ArrayDeque<>(first);
        check();
        while (!steps.isEmpty()) {
            Step step = steps.removeFirst();
            assertThat(end).as("no step after the end").isEmpty();
            switch (step) {
                case Step.Start start -> steps.addAll(start(start));
                case Step.SignalGroup signal -> signal(signal);
                case Step.Freeze freeze -> log.add((freeze.still() ? "freeze " : "thaw ") + freeze.id());
                case Step.Release release ->
                    assertThat(runs.get(release.run().id()))
                            .as("released, and still there")
                            .isNull();
                case Step.Sweep sweep -> steps.addAll(sweep(sweep));
                case Step.Tell tell -> told.add(tell.message());
                case Step.End ending -> end = Optional.of(ending);
            }
            check();
        }
        if (reconciler.stopping() && stopDeadline == Long.MAX_VALUE) {
            stopDeadline = now + applied.stopBudget().toNanos() + Reconciler.KILL_NANOS;
        }
    }

    private List<Step> start(Step.Start start) {
        ReplicaId id = start.id();
        log.add("start " + id);
        assertThat(live(id)).as("a second live run of " + id).isEmpty();
        assertThat(stopDeadline).as("no start of %s during a stop", id).isEqualTo(Long.MAX_VALUE);
        for (Dependency dependency : start.spec().dependsOn()) {
            assertThat(reached(dependency))
                    .as("%s starts before %s", id, dependency)
                    .isTrue();
        }
        events++;
        Optional<ReplicaEvent.SpawnFailed> failure = behaviour.startFailure(id, Instant.EPOCH);
        if (failure.isPresent()) {
            return reconciler.on(id, failure.get(), now);
        }
        Live live = new Live(id, start.run(), ++pids, behaviour);
        runs.put(start.run(), live);
        everStarted.add(id.toString());
        return reconciler.on(id, new ReplicaEvent.Spawned(live.pid, Instant.EPOCH), now);
    }

    private boolean reached(Dependency dependency) {
        ProcessSpec target = specs.get(dependency.name());
        assertThat(target).as("the target of a dependency").isNotNull();
        Set<String> marks = switch (dependency.condition()) {
            case Started, Ready -> everStarted;
            case Completed -> everCompleted;
        };
        for (int i = 0; i < target.replicas(); i++) {
            if (!marks.contains(new ReplicaId(dependency.name(), i).toString())) {
                return false;
            }
        }
        return true;
    }

    private void signal(Step.SignalGroup signal) {
        log.add("signal " + signal.id() + " " + signal.signal().name());
        Live live = live(signal.id()).orElseThrow();
        assertThat(live.pid).isEqualTo(signal.pid());
        assertThat(live.leaderAlive).as("a signal to a reaped pid").isTrue();
        checkMayEnd(live);
        if (live.behaviour.heeds() >= 0) {
            live.endsAt = Math.min(live.endsAt, now + live.behaviour.heeds());
            live.endCode = 128 + signal.signal().number();
        }
    }

    private List<Step> sweep(Step.Sweep sweep) {
        Live live = runs.get(sweep.run().id());
        events++;
        if (live == null) {
            return reconciler.on(sweep.id(), new ReplicaEvent.Swept(true), now);
        }
        if (live.behaviour.unkillable()) {
            return reconciler.on(sweep.id(), new ReplicaEvent.Swept(false), now);
        }
        if (live.leaderAlive) {
            checkMayEnd(live);
            log.add("kill " + sweep.id());
            live.endsAt = now;
            live.endCode = 137;
        } else {
            live.stragglers--;
        }
        forgetIfGone(live);
        return reconciler.on(sweep.id(), new ReplicaEvent.Swept(false), now);
    }

    private void checkMayEnd(Live live) {
        assertThat(reconciler.stopping() || mayEnd.contains(live.run))
                .as("%s is ended although no spec and no stop asks for it", live.id)
                .isTrue();
    }

    private void forgetIfGone(Live live) {
        if (!live.leaderAlive && live.stragglers <= 0) {
            runs.remove(live.run);
        }
    }

    /** What must hold after every step. */
    private void check() {
        for (Replica replica : reconciler.replicas()) {
            if (replica.state() instanceof ReplicaState.Completed) {
                everCompleted.add(replica.id().toString());
            }
        }
        Set<ReplicaId> alive = new HashSet<>();
        for (Live live : runs.values()) {
            assertThat(alive.add(live.id)).as("two live runs of " + live.id).isTrue();
        }
        assertThat(now).as("a stop ends in time").isLessThanOrEqualTo(end.isPresent() ? Long.MAX_VALUE : stopDeadline);
    }
}
