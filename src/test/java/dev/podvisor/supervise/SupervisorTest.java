package dev.podvisor.supervise;

import static dev.podvisor.plan.Specs.document;
import static dev.podvisor.plan.Specs.process;
import static dev.podvisor.plan.Specs.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.plan.ReplicaId;
import dev.podvisor.plan.Step;
import dev.podvisor.process.Reaper;
import dev.podvisor.spec.Amount;
import dev.podvisor.spec.CgroupPolicy;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.Resources;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.spec.Signal;
import dev.podvisor.spec.SignalAction;
import dev.podvisor.spec.SignalRule;
import dev.podvisor.status.LogCounts;
import dev.podvisor.status.Phase;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import dev.podvisor.status.Usage;
import dev.podvisor.supervise.FakeLauncher.Operation;
import dev.podvisor.usage.RunUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SupervisorTest {

    private final FakeLauncher launcher = new FakeLauncher();
    private final StatusFeed feed = new StatusFeed();
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Supplier<RuntimeException>> outputFailure = new AtomicReference<>();
    private final AtomicReference<Supplier<RuntimeException>> reportFailure = new AtomicReference<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private volatile Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant wall() {
            return wall;
        }
    };
    private final Output output = new Printed();
    private volatile long lines;
    private final Supervisor supervisor = new Supervisor(new Supervisor.Parts(
            launcher,
            output,
            this::report,
            feed,
            clock,
            new Reaper(false),
            Cgroups.none(CgroupPolicy.Preferred, "cgroup v1 only")));

    private final class Printed implements Output {

        @Override
        public void attach(Pipes pipes) {
            fail(outputFailure);
        }

        @Override
        public LogCounts counts(ReplicaId id) {
            return new LogCounts(lines, 0, 0, 0, lines, 0, 0);
        }
    }

    private void report(Step.Level level, String message) {
        told.add(message);
        fail(reportFailure);
    }

    private static void fail(AtomicReference<Supplier<RuntimeException>> failure) {
        Supplier<RuntimeException> planned = failure.getAndSet(null);
        if (planned != null) {
            throw planned.get();
        }
    }

    private void run(ProcessSetSpec spec) {
        launcher.reportTo(supervisor::childEnded);
        supervisor.apply(document(spec), "test.yaml");
        Thread.ofPlatform().daemon().start(() -> {
            try {
                ending.complete(supervisor.run(() -> {}));
            } catch (InterruptedException | RuntimeException | Error problem) {
                ending.completeExceptionally(problem);
            }
        });
    }

    private Ending stop() throws Exception {
        supervisor.received(Signal.TERM);
        return ending.get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void theLoopNeverDies() throws Exception {
        supervisor.received(Signal.TERM); // the second ends the grace of those that ignore signals here
        assertThat(stop()).isNotNull();
    }

    private Status status() {
        return feed.current().orElseThrow();
    }

    private ReplicaStatus replica(String process) {
        return status().processes().stream()
                .filter(candidate -> candidate.name().equals(process))
                .map(candidate -> candidate.replicas().getFirst())
                .findFirst()
                .orElseThrow();
    }

    private State state(String process) {
        return replica(process).state();
    }

    private void awaitState(String process, State state) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> feed.current().isPresent() && state(process) == state);
    }

    private void awaitStarts(String process, int count) {
        Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> {
            if (feed.current().isEmpty()) {
                return false;
            }
            ReplicaStatus replica = replica(process);
            return replica.state() == State.Running && replica.restarts() == count - 1;
        });
        assertThat(launcher.starts(process)).isEqualTo(count);
    }

    /** Each step and operation fails once, by an exception and by a lack of memory: the others' children never notice. */
    @ParameterizedTest
    @EnumSource
    void errorInOneOperationIsContained(Operation operation) {
        run(set(10, process("steady"), process("victim"), process("third")));
        awaitState("third", State.Running);
        int steady = launcher.pidOf("steady");
        for (Supplier<Throwable> failure : List.<Supplier<Throwable>>of(
                () -> new IllegalStateException("boom"), () -> new OutOfMemoryError("boom"))) {
            long before = launcher.starts("victim");
            launcher.failOnce(operation, failure);
            launcher.end(launcher.pidOf("victim"), 1);
            if (operation == Operation.SIGNAL) {
                break; // fails when everything is stopped, below
            }
            Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> {
                supervisor.childEnded();
                return launcher.starts("victim") > before && state("victim") == State.Running;
            });
        }

        assertThat(launcher.pidOf("steady")).isEqualTo(steady);
        assertThat(launcher.starts("third")).isEqualTo(1);
        if (operation != Operation.SIGNAL) {
            assertThat(launcher.log()).contains("fail " + operation);
            assertThat(status().internalErrors()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void halfMadeStartIsEndedBeforeTheNext() {
        launcher.failOnce(Operation.HALF_START, () -> new OutOfMemoryError("boom"));
        run(set(10, process("web")));
        awaitStarts("web", 2);

        assertThat(told).anyMatch(line -> line.contains("cannot start process web: an internal error"));
    }

    @Test
    void failingOutputAndReporterAreContained() {
        outputFailure.set(() -> new IllegalStateException("no output"));
        reportFailure.set(() -> new IllegalStateException("no report"));
        run(set(10, process("web")));
        awaitState("web", State.Running);

        Awaitility.await().until(() -> status().internalErrors() >= 2);
        assertThat(launcher.starts("web")).isEqualTo(1);
    }

    @Test
    void stopEndsAlthoughTheSignalFails() throws Exception {
        run(set(3, process("web"), process("other")));
        awaitState("other", State.Running);
        launcher.failOnce(Operation.SIGNAL, () -> new IllegalStateException("boom"));

        assertThat(stop().exitCode()).isZero();
        assertThat(launcher.pidOf("web")).isZero();
    }

    @Test
    void exitedTooQuicklyAfterClockRollback() {
        run(set(10, process("web", "maxRestarts", 5)));
        awaitState("web", State.Running);
        wall = wall.minus(Duration.ofDays(1));
        launcher.end(launcher.pidOf("web"), 1);
        awaitStarts("web", 2);
        wall = wall.plus(Duration.ofDays(400)); // seen as a run of 400 days it would count as stable
        launcher.end(launcher.pidOf("web"), 1);
        awaitStarts("web", 3);

        assertThat(told)
                .as("the second restart waits, because the first run was short on the clock that counts")
                .anyMatch(line -> line.matches("process web exited with code 1 after 0\\..*; restarting in 0\\..*"));
    }

    @Test
    void unknownChildrenAreReaped() {
        run(set(10, process("web")));
        awaitState("web", State.Running);
        int orphan = launcher.adopt(false);

        Awaitility.await().until(() -> !launcher.zombie(orphan));
        assertThat(launcher.starts("web")).isEqualTo(1);
    }

    @Test
    void childOfTheJdkGetsAMomentWhileOthersAreReaped() {
        run(set(10, process("web")));
        awaitState("web", State.Running);
        int ofJdk = launcher.adopt(true);
        launcher.end(launcher.pidOf("web"), 1);
        awaitStarts("web", 2);
        assertThat(launcher.zombie(ofJdk)).isTrue();

        Awaitility.await().until(() -> !launcher.zombie(ofJdk));
    }

    /** A process that heeds no signal runs, and these have come. */
    private void askedToStopInVain(String... signals) {
        launcher.ignoreSignals();
        run(set(600, process("web")));
        awaitState("web", State.Running);
        for (String signal : signals) {
            supervisor.received(Signal.of(signal));
        }
        awaitState("web", State.Stopping);
    }

    @Test
    void secondStopSignalEndsTheGrace() throws Exception {
        askedToStopInVain("SIGINT");

        assertThat(stop().exitCode()).isZero();
        assertThat(told).contains("received SIGTERM again: ending the grace");
    }

    @Test
    void aClosedTerminalIsToldOfOnceAndEndsNoGrace() throws Exception {
        askedToStopInVain("SIGHUP", "SIGHUP");

        assertThat(stop().message()).isEqualTo("its terminal was closed");
        assertThat(told)
                .filteredOn(line -> line.contains("ending the grace"))
                .containsExactly("received SIGTERM again: ending the grace");
    }

    @Test
    void signalRulesDecide() {
        run(ProcessSetSpec.of(
                10,
                List.of(process("a"), process("b")),
                List.of(
                        new SignalRule(Signal.of("SIGUSR1"), SignalAction.Forward, List.of("b")),
                        new SignalRule(Signal.of("SIGUSR2"), SignalAction.Stop, List.of()))));
        awaitState("b", State.Running);
        launcher.ignoreSignals();
        supervisor.received(Signal.of("SIGUSR1"));
        supervisor.received(Signal.of("SIGWINCH"));
        Awaitility.await().until(() -> told.contains("received SIGWINCH: nothing to do"));
        assertThat(launcher.log()).contains("signal " + launcher.pidOf("b") + " SIGUSR1");
        assertThat(launcher.log()).doesNotContain("signal " + launcher.pidOf("a") + " SIGUSR1");

        supervisor.received(Signal.of("SIGUSR2"));
        Awaitility.await().until(() -> status().phase() == Phase.Stopping);
    }

    @Test
    void whatIsPausedIsNotReadyAndGoesOnWhenResumed() throws Exception {
        run(set(10, process("web"), process("other")));
        awaitState("other", State.Running);
        assertThat(supervisor.pause("web", -1, true).get(10, TimeUnit.SECONDS)).isEqualTo(1);
        Awaitility.await()
                .until(() -> replica("web").paused() && !replica("web").ready());
        assertThat(replica("other").ready()).isTrue();
        assertThat(status().ready()).isFalse();
        assertThat(launcher.log()).contains("signal tree of " + launcher.pidOf("web") + " SIGSTOP");

        assertThat(supervisor.pause("web", 0, false).get(10, TimeUnit.SECONDS)).isEqualTo(1);
        Awaitility.await().until(() -> replica("web").ready());
        assertThat(launcher.log()).contains("signal tree of " + launcher.pidOf("web") + " SIGCONT");
        assertThat(supervisor.pause("nothing", -1, true).get(10, TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void aStopOfWhatIsPausedSignalsAndLetsItGoOn() throws Exception {
        run(set(10, process("web")));
        awaitState("web", State.Running);
        launcher.ignoreSignals();
        supervisor.pause("web", -1, true).get(10, TimeUnit.SECONDS);
        int pid = launcher.pidOf("web");
        supervisor.received(Signal.TERM);
        Awaitility.await().until(() -> launcher.log().contains("signal tree of " + pid + " SIGCONT"));
        assertThat(launcher.log())
                .containsSubsequence(
                        "signal tree of " + pid + " SIGSTOP",
                        "signal " + pid + " SIGTERM",
                        "signal tree of " + pid + " SIGCONT");
        supervisor.received(Signal.TERM);
    }

    @Test
    void whatIsAboveItsWatchdogIsStoppedAndStartedAnew() {
        Resources watched = Resources.NONE.withMemoryWatchdog(Amount.bytes(64 << 20));
        run(set(10, process("web", "resources", watched)));
        awaitState("web", State.Running);
        int first = launcher.pidOf("web");
        measure(65L << 20);
        Awaitility.await().until(() -> launcher.starts("web") == 2);
        assertThat(launcher.log()).contains("signal " + first + " SIGTERM");
        Awaitility.await().until(() -> replica("web").restarts() == 1);
        assertThat(replica("web").restartReasons()).isEqualTo(Map.of("MemoryLimit", 1));
        assertThat(replica("web").lastTermination().orElseThrow().reason()).isEqualTo("MemoryLimit");
        awaitState("web", State.Running);
        measure(64L << 20);
        Awaitility.await()
                .until(() -> replica("web").usage().map(Usage::rssBytes).orElse(0L) == 64L << 20);
        assertThat(launcher.starts("web")).isEqualTo(2);
    }

    @Test
    void countersOfAReplicaGoOnOverItsRuns() {
        run(set(10, process("web")));
        awaitState("web", State.Running);
        measure(1 << 20);
        Awaitility.await()
                .until(() -> replica("web").usage().map(Usage::cpuUserMicros).orElse(0L) == 5_000);
        launcher.end(launcher.pidOf("web"), 1); // what is reaped has used less than the sample said
        Awaitility.await().until(() -> launcher.starts("web") == 2);
        Awaitility.await().until(() -> replica("web").usage().orElseThrow().rssBytes() == Usage.UNKNOWN);
        assertThat(replica("web").usage().orElseThrow().cpuUserMicros()).isEqualTo(5_000);
        measure(2 << 20);
        Awaitility.await().until(() -> replica("web").usage().orElseThrow().rssBytes() == 2 << 20);
        assertThat(replica("web").usage().orElseThrow().cpuUserMicros()).isEqualTo(10_000);
    }

    @Test
    void anotherCgroupPolicyIsSaidToNeedAStart() {
        ProcessSetSpec first = set(10, process("web"));
        run(first);
        awaitState("web", State.Running);
        supervisor.apply(
                document(new ProcessSetSpec(
                        10,
                        first.processes(),
                        List.of(),
                        CgroupPolicy.Required,
                        first.usage(),
                        first.logging(),
                        first.http())),
                "test");
        Awaitility.await()
                .until(() -> told.contains(
                        "cgroupPolicy is taken on at the start: Preferred stays in force until podvisor is"
                                + " started anew"));
        assertThat(launcher.starts("web")).isEqualTo(1);
    }

    /** As the sampler does, with made-up figures. */
    private void measure(long rssBytes) {
        List<Sampled.Run> runs = supervisor.liveRuns().stream()
                .map(live -> new Sampled.Run(usage(live.ref().run(), rssBytes), Optional.empty(), 0))
                .toList();
        supervisor.sampled(new Sampled(wall, runs, usage(0, 1 << 20), List.of(), List.of(), Cgroups.UNLIMITED));
    }

    private static RunUsage usage(long run, long rssBytes) {
        return new RunUsage(run, 5_000, 3_000, rssBytes, 1, 0, 512, 1024, 3, 1, 1, List.of());
    }

    @Test
    void statusShowsWhatHappened() {
        run(set(10, process("job", "restartPolicy", RestartPolicy.Never), process("web")));
        awaitState("web", State.Running);
        launcher.end(launcher.pidOf("job"), 3);
        awaitState("job", State.Failed);

        Status status = status();
        assertThat(status.source()).isEqualTo("test.yaml");
        assertThat(status.name()).isEqualTo("test");
        assertThat(status.ready()).as("an Important process failed").isFalse();
        assertThat(status.processes().getFirst().replicas().getFirst().lastTermination())
                .hasValueSatisfying(last -> assertThat(last.exitCode()).isEqualTo(3));
        lines = 7;
        supervisor.logsChanged();
        Awaitility.await().until(() -> status().processes().getLast().droppedLines() == 7);
    }

    @Test
    void endsByItselfWhenNothingIsLeft() throws Exception {
        run(set(10, process("job", "restartPolicy", RestartPolicy.Never)));
        awaitState("job", State.Running);
        launcher.end(launcher.pidOf("job"), 5);

        assertThat(ending.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(5);
        assertThat(status().phase()).isEqualTo(Phase.Ended);
    }
}
