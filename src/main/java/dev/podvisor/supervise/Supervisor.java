package dev.podvisor.supervise;

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
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Signal;
import dev.podvisor.spec.SignalAction;
import dev.podvisor.spec.SignalRule;
import dev.podvisor.status.StatusFeed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The event loop. {@link #run} belongs to one thread, which owns all state; every other public method may be called from any
 * thread and only queues an event. An error in one event or step is reported, counted and contained.
 */
public final class Supervisor {

    private static final int BATCH = 256;
    private static final String REOPEN_SIGNAL = "SIGUSR1";
    private static final String HANG_UP = "SIGHUP";

    /** The signals that stop everything; SIGHUP where it says that the terminal was closed. */
    public static final Set<String> STOP_SIGNALS = Set.of("SIGTERM", "SIGINT", HANG_UP);

    /** What a supervisor works with. */
    public record Parts(
            Launcher launcher,
            Output output,
            Reporter reporter,
            StatusFeed feed,
            Clock clock,
            Reaper reaper,
            Cgroups cgroups) {}

    private final LinkedBlockingQueue<LoopEvent> queue = new LinkedBlockingQueue<>();
    private final Reconciler reconciler = new Reconciler();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Map<ReplicaId, Step.Sweep> sweeps = new HashMap<>();
    private final Parts parts;
    private final Reaping reaping;
    private final UsageLedger ledger = new UsageLedger();
    private final Leaves leaves;
    private final Runs runs;
    private final StatusPublisher publisher;
    private final Containment inside;
    private volatile Optional<ProcessSet> inForce = Optional.empty();
    private Optional<ProcessSetSpec> spec = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
    private OptionalLong reapAgainAt = OptionalLong.empty();
    private boolean stopAsked;

    public Supervisor(Parts parts) {
        this.parts = parts;
        this.reaping = new Reaping(parts.launcher());
        this.inside = new Containment(parts.reporter(), this::countError);
        this.leaves = new Leaves(parts.cgroups(), inside::warnOnce);
        this.runs = new Runs(parts.launcher(), leaves, ledger);
        this.publisher = new StatusPublisher(parts.feed(), parts.clock(), leaves, ledger, parts.output());
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

    /** Lines of logs were lost, or an output has begun or ceased to refuse them. */
    public void logsChanged() {
        queue.add(new LoopEvent.LogsChanged());
    }

    /** What everything uses was looked at. */
    void sampled(Sampled sample) {
        queue.add(new LoopEvent.Measured(sample));
    }

    /** The runs that are alive; safe to call from any thread. */
    List<LiveRun> liveRuns() {
        return ledger.live();
    }

    /** How long to wait between two samples. */
    int usageIntervalSeconds() {
        return inForce.map(set -> set.spec().usage().intervalSeconds()).orElse(1);
    }

    /**
     * Holds the processes of a process still, or lets them go on.
     *
     * @param replica its index; -1 for all
     * @return how many replicas are as asked for; fewer than asked when some do not run
     */
    public CompletableFuture<Integer> pause(String process, int replica, boolean still) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        queue.add(new LoopEvent.PauseAsked(process, replica, still, done));
        return done;
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
                inside.contain("handle an event", () -> handle(taken));
                event = left > 0 ? queue.poll() : null;
            }
            inside.contain("look at deadlines", this::lookAtDeadlines);
            inside.contain("carry out steps", this::carryOut);
            inside.contain("publish the status", this::publish);
            if (first && spec.isPresent()) {
                first = false;
                inside.contain("start what follows the first processes", afterFirstTurn);
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
            case LoopEvent.Measured measured -> measured(measured.sample(), now);
            case LoopEvent.PauseAsked pause -> {
                steps.addAll(reconciler.pause(pause.process(), pause.replica(), pause.still(), now));
                carryOut();
                pause.done().complete(reconciler.paused(pause.process(), pause.replica(), pause.still()));
            }
            case LoopEvent.LogsChanged _ -> publisher.logsChanged();
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
                    inside.tell(Step.Level.Info, "new spec: " + change);
                }
            }
        }
        spec = Optional.of(next);
        inForce = Optional.of(changed.set());
        publisher.applied(changed.set().metadata().name(), changed.source());
        parts.launcher().makeRoomFor(next.replicas());
        leaves.apply(next);
        steps.addAll(reconciler.apply(next, now));
    }

    private void measured(Sampled sample, long now) {
        ledger.sampled(sample);
        publisher.measured(sample);
        leaves.containerIs(sample.container());
        sample.problems().forEach(inside::warnOnce);
        ledger.retain(reconciler.replicas());
        Map<String, Long> watched = memoryWatchdogs();
        for (Sampled.Run run : watched.isEmpty() ? List.<Sampled.Run>of() : sample.runs()) {
            Optional<ReplicaId> id = runs.replica(run.usage().run());
            if (id.isPresent()
                    && run.usage().rssBytes() > watched.getOrDefault(id.get().process(), Long.MAX_VALUE)) {
                steps.addAll(reconciler.oustForMemory(id.get(), now));
            }
        }
    }

    /** Bytes by process. */
    private Map<String, Long> memoryWatchdogs() {
        Map<String, Long> watched = new HashMap<>();
        for (ProcessSpec process : spec.map(ProcessSetSpec::processes).orElse(List.of())) {
            process.resources().memoryWatchdog().ifPresent(most -> watched.put(process.name(), most.value()));
        }
        return watched;
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
        long again = reaping.reap(now, new Reaping.Listener() {
            @Override
            public void ended(ReplicaId id, long run, Launcher.Reaped child) {
                runs.reaped(child, run);
                Exit exit = runs.exit(run, child.status(), parts.clock().wall());
                steps.addAll(reconciler.on(id, new ReplicaEvent.Exited(exit), now));
            }

            @Override
            public void orphan(Launcher.Reaped child) {
                runs.reaped(child, child.run());
            }
        });
        reapAgainAt = again < 0 ? OptionalLong.empty() : OptionalLong.of(now + again);
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
                boolean closed = signal.name().equals(HANG_UP);
                if (!stopAsked) {
                    stopAsked = true;
                    String why = closed ? "its terminal was closed" : "received " + signal.name();
                    steps.addAll(reconciler.stop(0, why, now));
                } else if (!closed) { // both the kernel and the shell may tell of a closed terminal
                    inside.tell(Step.Level.Warning, "received " + signal.name() + " again: ending the grace");
                    steps.addAll(reconciler.hurry(now));
                }
            }
            case Forward ->
                steps.addAll(reconciler.forward(
                        signal, rule.map(SignalRule::processes).orElse(List.of())));
            case Ignore -> {
                boolean reopened = rule.isEmpty()
                        && signal.name().equals(REOPEN_SIGNAL)
                        && parts.output().reopen();
                String what = reopened ? "opening the log files anew" : "nothing to do";
                inside.tell(Step.Level.Info, "received " + signal.name() + ": " + what);
            }
        }
    }

    /** Steps lead to events and events to steps; trees are looked for once for all runs that ask for it. */
    private void carryOut() {
        while (!steps.isEmpty() || !sweeps.isEmpty()) {
            while (!steps.isEmpty()) {
                Step step = steps.removeFirst();
                if (!inside.contain("carry out " + step.getClass().getSimpleName(), () -> carryOut(step))) {
                    recover(step);
                }
            }
            inside.contain("look for what is left of a tree", this::sweep);
            sweeps.clear();
        }
    }

    private void carryOut(Step step) {
        switch (step) {
            case Step.Start start -> start(start);
            case Step.SignalGroup signal -> parts.launcher().signal(signal.pid(), signal.signal());
            case Step.Freeze freeze -> runs.freeze(freeze);
            case Step.Sweep sweep -> sweeps.put(sweep.id(), sweep);
            case Step.Release release ->
                runs.gone(release.run().id(), parts.clock().wall());
            case Step.Tell tell -> inside.tell(tell.level(), tell.message());
            case Step.End end -> ending = Optional.of(new Ending(end.exitCode(), end.message(), end.timeLeft()));
        }
    }

    /** What a step that failed inside podvisor means for its replica: only a start owes an answer, the rest is asked again. */
    private void recover(Step step) {
        if (step instanceof Step.Start start) {
            // Something may run all the same: nobody knows its pid, but it bears the mark of the run.
            inside.contain("end a half-made start", () -> runs.endHalfMade(start.run()));
            ReplicaEvent failed = new ReplicaEvent.SpawnFailed(
                    125, "an internal error (see the log)", true, parts.clock().wall());
            steps.addAll(reconciler.on(start.id(), failed, parts.clock().nanos()));
        }
    }

    private void start(Step.Start start) {
        Launcher.Launch launch = runs.start(start);
        String label = start.id().label(start.spec().replicas());
        long now = parts.clock().nanos();
        switch (launch) {
            case Launcher.Started started -> {
                reaping.started(started.pid(), start.id(), start.run());
                parts.reaper().spawned();
                steps.addAll(reconciler.on(
                        start.id(),
                        new ReplicaEvent.Spawned(started.pid(), parts.clock().wall()),
                        now));
                inside.contain(
                        "take the output of process " + label,
                        () -> parts.output()
                                .attach(new Output.Pipes(
                                        start.id(), label, started.pid(), started.stdout(), started.stderr())));
                inside.tell(Step.Level.Info, "started process " + label + " (pid " + started.pid() + ")");
                for (String warning : started.warnings()) {
                    inside.warnOnce("process " + start.spec().name() + ": " + warning);
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
        Set<Long> alive = runs.sweep(sweeps.values());
        long now = parts.clock().nanos();
        for (Step.Sweep sweep : List.copyOf(sweeps.values())) {
            boolean clean = !alive.contains(sweep.run().id());
            steps.addAll(reconciler.on(sweep.id(), new ReplicaEvent.Swept(clean), now));
        }
    }

    private void countError() {
        publisher.internalError();
    }

    private void publish() {
        publisher.publish(reconciler, ending.isPresent());
    }
}
