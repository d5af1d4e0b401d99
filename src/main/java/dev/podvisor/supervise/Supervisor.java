package dev.podvisor.supervise;

import dev.podvisor.linux.WaitStatus;
import dev.podvisor.plan.Change;
import dev.podvisor.plan.Exit;
import dev.podvisor.plan.Reconciler;
import dev.podvisor.plan.ReplicaEvent;
import dev.podvisor.plan.ReplicaId;
import dev.podvisor.plan.SpecDiff;
import dev.podvisor.plan.Step;
import dev.podvisor.process.Launcher;
import dev.podvisor.process.Reaper;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.Signal;
import dev.podvisor.spec.SignalAction;
import dev.podvisor.spec.SignalRule;
import dev.podvisor.status.StatusFeed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The event loop. {@link #run} belongs to one thread, which owns all state; every other public method may be called from any
 * thread and only queues an event. An error in one event or step is reported, counted and contained.
 */
public final class Supervisor {

    private static final int BATCH = 256;
    private static final Set<String> STOP_SIGNALS = Set.of("SIGTERM", "SIGINT");

    /** What a supervisor works with. */
    public record Parts(
            Launcher launcher, Output output, Reporter reporter, StatusFeed feed, Clock clock, Reaper reaper) {}

    private final LinkedBlockingQueue<LoopEvent> queue = new LinkedBlockingQueue<>();
    private final Reconciler reconciler = new Reconciler();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Map<ReplicaId, Step.Sweep> sweeps = new HashMap<>();
    private final Set<String> warned = new HashSet<>();
    private final Parts parts;
    private final Reaping reaping;
    private final StatusPublisher publisher;
    private volatile Optional<ProcessSet> inForce = Optional.empty();
    private Optional<ProcessSetSpec> spec = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
    private OptionalLong reapAgainAt = OptionalLong.empty();
    private boolean stopAsked;

    public Supervisor(Parts parts) {
        this.parts = parts;
        this.reaping = new Reaping(parts.launcher());
        this.publisher = new StatusPublisher(parts.feed(), parts.clock());
    }

    /** Replaces the desired state. */
    public void apply(ProcessSet set, String source) {
        queue.add(new LoopEvent.SpecChanged(set, source));
    }

    /** A newer version of the desired state cannot be used: the one before stays in force. */
    public void reject(List<String> problems) {
        queue.add(new LoopEvent.SpecRejected(problems));
    }

    /** The spec that is in force. */
    public Optional<ProcessSet> spec() {
        return inForce;
    }

    /** Podvisor received a signal. */
    public void received(Signal signal) {
        queue.add(new LoopEvent.SignalReceived(signal));
    }

    /** At least one child is to be reaped. */
    public void childEnded() {
        queue.add(new LoopEvent.ChildEnded());
    }

    /** How many lines of a replica's output were dropped so far. */
    public void linesDropped(String process, String label, long total) {
        queue.add(new LoopEvent.LinesDropped(process, label, total));
    }

    /**
     * Turns until nothing runs and nothing is left to do.
     *
     * @param afterFirstTurn called once, when the first processes have been started
     */
    public Ending run(Runnable afterFirstTurn) throws InterruptedException {
        boolean first = true;
        while (ending.isEmpty()) {
            LoopEvent event = poll();
            for (int left = BATCH; event != null; left--) {
                LoopEvent taken = event;
                contain("handle an event", () -> handle(taken));
                event = left > 0 ? queue.poll() : null;
            }
            contain("look at deadlines", this::lookAtDeadlines);
            contain("carry out steps", this::carryOut);
            contain("publish the status", this::publish);
            if (first && spec.isPresent()) {
                first = false;
                contain("start what follows the first processes", afterFirstTurn);
            }
        }
        return ending.get();
    }

    private @Nullable LoopEvent poll() throws InterruptedException {
        long deadline = Math.min(reconciler.deadline().orElse(Long.MAX_VALUE), reapAgainAt.orElse(Long.MAX_VALUE));
        if (deadline == Long.MAX_VALUE) {
            return queue.take();
        }
        return queue.poll(Math.max(0, deadline - parts.clock().nanos()), TimeUnit.NANOSECONDS);
    }

    private void handle(LoopEvent event) {
        long now = parts.clock().nanos();
        switch (event) {
            case LoopEvent.SpecChanged changed -> specChanged(changed, now);
            case LoopEvent.SpecRejected rejected -> publisher.rejected(rejected.problems());
            case LoopEvent.ChildEnded _ -> {
                try {
                    reap(now);
                } finally {
                    parts.reaper().reaped(); // or it would never report again
                }
            }
            case LoopEvent.SignalReceived received -> signal(received.signal(), now);
            case LoopEvent.LinesDropped dropped ->
                publisher.dropped(dropped.process(), dropped.label(), dropped.total());
        }
        carryOut();
    }

    private void specChanged(LoopEvent.SpecChanged changed, long now) {
        ProcessSetSpec next = changed.set().spec();
        if (spec.isPresent() && spec.get().equals(next)) {
            publisher.accepted(); // a bad version was taken back, or only comments differ
            return;
        }
        if (reconciler.stopping()) {
            return;
        }
        if (spec.isPresent()) {
            for (Change change : SpecDiff.between(spec.get(), next)) {
                if (change.kind() != Change.Kind.NoOp) {
                    tell(Step.Level.Info, "new spec: " + change);
                }
            }
        }
        spec = Optional.of(next);
        inForce = Optional.of(changed.set());
        publisher.applied(changed.set().metadata().name(), changed.source());
        parts.launcher().makeRoomFor(next.replicas());
        steps.addAll(reconciler.apply(next, now));
    }

    private void lookAtDeadlines() {
        long now = parts.clock().nanos();
        if (reapAgainAt.isPresent() && reapAgainAt.getAsLong() <= now) {
            reap(now);
        }
        OptionalLong deadline = reconciler.deadline();
        if (deadline.isPresent() && deadline.getAsLong() <= now) {
            steps.addAll(reconciler.tick(now));
        }
    }

    private void reap(long now) {
        long again = reaping.reap(now, (id, status) -> ended(id, status, now));
        reapAgainAt = again < 0 ? OptionalLong.empty() : OptionalLong.of(now + again);
    }

    private void ended(ReplicaId id, WaitStatus status, long now) {
        Exit exit = new Exit(status.exitCode(), status.signal(), parts.clock().wall());
        steps.addAll(reconciler.on(id, new ReplicaEvent.Exited(exit), now));
    }

    private void signal(Signal signal, long now) {
        Optional<SignalRule> rule = spec.stream()
                .flatMap(current -> current.signals().stream())
                .filter(candidate -> candidate.signal().equals(signal))
                .findFirst();
        SignalAction action = rule.map(SignalRule::action)
                .orElse(STOP_SIGNALS.contains(signal.name()) ? SignalAction.Stop : SignalAction.Ignore);
        switch (action) {
            case Stop -> {
                if (stopAsked) {
                    tell(Step.Level.Warning, "received " + signal.name() + " again: ending the grace");
                    steps.addAll(reconciler.hurry(now));
                } else {
                    stopAsked = true;
                    steps.addAll(reconciler.stop(0, "received " + signal.name(), now));
                }
            }
            case Forward ->
                steps.addAll(reconciler.forward(
                        signal, rule.map(SignalRule::processes).orElse(List.of())));
            case Ignore -> tell(Step.Level.Info, "received " + signal.name() + ": nothing to do");
        }
    }

    /** Steps lead to events and events to steps; trees are looked for once for all runs that ask for it. */
    private void carryOut() {
        while (!steps.isEmpty() || !sweeps.isEmpty()) {
            while (!steps.isEmpty()) {
                Step step = steps.removeFirst();
                if (!contain("carry out " + step.getClass().getSimpleName(), () -> carryOut(step))) {
                    recover(step);
                }
            }
            contain("look for what is left of a tree", this::sweep);
            sweeps.clear();
        }
    }

    private void carryOut(Step step) {
        switch (step) {
            case Step.Start start -> start(start);
            case Step.SignalGroup signal -> parts.launcher().signal(signal.pid(), signal.signal());
            case Step.Freeze freeze -> {}
            case Step.Sweep sweep -> sweeps.put(sweep.id(), sweep);
            case Step.Tell tell -> tell(tell.level(), tell.message());
            case Step.End end -> ending = Optional.of(new Ending(end.exitCode(), end.message(), end.timeLeft()));
        }
    }

    /** What a step that failed inside podvisor means for its replica: only a start owes an answer, the rest is asked again. */
    private void recover(Step step) {
        if (step instanceof Step.Start start) {
            // Something may run all the same: nobody knows its pid, but it bears the mark of the run.
            contain("end a half-made start", () -> parts.launcher().sweep(Map.of(start.run(), 0)));
            ReplicaEvent failed = new ReplicaEvent.SpawnFailed(
                    125, "an internal error (see the log)", true, parts.clock().wall());
            steps.addAll(reconciler.on(start.id(), failed, parts.clock().nanos()));
        }
    }

    private void start(Step.Start start) {
        Launcher.Launch launch = parts.launcher().start(start.spec(), start.id().index(), start.run());
        String label = start.id().label(start.spec().replicas());
        long now = parts.clock().nanos();
        switch (launch) {
            case Launcher.Started started -> {
                reaping.started(started.pid(), start.id());
                parts.reaper().spawned();
                steps.addAll(reconciler.on(
                        start.id(),
                        new ReplicaEvent.Spawned(started.pid(), parts.clock().wall()),
                        now));
                contain(
                        "take the output of process " + label,
                        () -> parts.output().attach(start.spec().name(), label, started.stdout(), started.stderr()));
                tell(Step.Level.Info, "started process " + label + " (pid " + started.pid() + ")");
                for (String warning : started.warnings()) {
                    warnOnce("process " + start.spec().name() + ": " + warning);
                }
            }
            case Launcher.NotStarted not ->
                steps.addAll(reconciler.on(
                        start.id(),
                        new ReplicaEvent.SpawnFailed(
                                not.exitCode(),
                                not.message(),
                                not.passing(),
                                parts.clock().wall()),
                        now));
        }
    }

    private void sweep() {
        if (sweeps.isEmpty()) {
            return;
        }
        Map<Long, Integer> leaders = new HashMap<>();
        for (Step.Sweep sweep : sweeps.values()) {
            leaders.put(sweep.run().id(), sweep.run().pid());
        }
        Set<Long> alive = parts.launcher().sweep(leaders);
        long now = parts.clock().nanos();
        for (Step.Sweep sweep : List.copyOf(sweeps.values())) {
            boolean clean = !alive.contains(sweep.run().id());
            steps.addAll(reconciler.on(sweep.id(), new ReplicaEvent.Swept(clean), now));
        }
    }

    private void publish() {
        publisher.publish(reconciler, ending.isPresent());
    }

    /** What is wrong with a spec is so at each start, and needs saying once. */
    private void warnOnce(String message) {
        if (warned.add(message)) {
            tell(Step.Level.Warning, message);
        }
    }

    private void tell(Step.Level level, String message) {
        try {
            parts.reporter().report(level, message);
        } catch (RuntimeException | Error unreportable) {
            publisher.internalError(); // nobody can be told, for lack of memory say, and the loop must go on
        }
    }

    private void tellOf(String what, Throwable problem) {
        try {
            tell(Step.Level.Error, "cannot " + what + ": internal error: " + problem);
        } catch (RuntimeException | Error unspeakable) {
            publisher.internalError(); // not even the message can be made
        }
    }

    /** Runs an action whose failure must reach nothing else; yields whether it succeeded. */
    private boolean contain(String what, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException | Error problem) {
            publisher.internalError();
            tellOf(what, problem);
            return false;
        }
    }
}
