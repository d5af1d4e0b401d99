package dev.podvisor.plan;

import static dev.podvisor.plan.Specs.on;
import static dev.podvisor.plan.Specs.process;
import static dev.podvisor.plan.Specs.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.podvisor.spec.Backoff;
import dev.podvisor.spec.Criticality;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.spec.Signal;
import dev.podvisor.status.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    private static final Backoff STEADY = new Backoff(100, 2, 60, 0, 60, 300);

    private final World world = new World();

    private static World.Behaviour heeding(long nanos) {
        return new World.Behaviour() {
            @Override
            public long heeds() {
                return nanos;
            }
        };
    }

    private static Consumer<Step.End> ends(int exitCode, String message) {
        return end -> {
            assertThat(end.message()).isEqualTo(message);
            assertThat(end.exitCode()).isEqualTo(exitCode);
        };
    }

    private static World.Behaviour unstartable(boolean passing) {
        return new World.Behaviour() {
            @Override
            public Optional<ReplicaEvent.SpawnFailed> startFailure(ReplicaId id, Instant at) {
                return Optional.of(new ReplicaEvent.SpawnFailed(127, "program x not found", passing, at));
            }
        };
    }

    @Test
    void independentProcessesStartInOneTurn() {
        world.apply(set(30, process("a"), process("b"), process("c", "replicas", 2)));

        assertThat(world.log).containsExactly("start a-0", "start b-0", "start c-0", "start c-1");
    }

    @Test
    void transitiveDependency() {
        world.apply(set(
                30,
                process("web", "dependsOn", on("php", DependencyCondition.Ready)),
                process("php", "dependsOn", on("migrate", DependencyCondition.Completed)),
                process("migrate", "restartPolicy", RestartPolicy.OnFailure)));
        assertThat(world.log).containsExactly("start migrate-0");
        assertThat(world.state("web")).isEqualTo(State.Waiting);

        world.exit("migrate", 0, 0);

        assertThat(world.log).containsExactly("start migrate-0", "start php-0", "start web-0");
    }

    @Test
    void dependencyIsNotReachedByAFailure() {
        world.apply(set(
                30,
                process("php", "dependsOn", on("migrate", DependencyCondition.Completed)),
                process("migrate", "restartPolicy", RestartPolicy.OnFailure)));
        world.exit("migrate", 0, 1);

        assertThat(world.state("php")).isEqualTo(State.Waiting);
        assertThat(world.state("migrate")).isEqualTo(State.Backoff);
        world.passSeconds(1);
        assertThat(world.state("migrate")).isEqualTo(State.Running);
    }

    @Test
    void dependencyReadyThenFails() {
        world.apply(set(30, process("php"), process("web", "dependsOn", on("php", DependencyCondition.Ready))));
        world.exit("php", 0, 1);

        assertThat(world.state("web")).as("a dependent lives on").isEqualTo(State.Running);
    }

    @Test
    void firstRestartIsImmediateThenTheWaitDoubles() {
        world.apply(set(30, process("web", "backoff", STEADY)));
        long[] waits = new long[5];
        for (int i = 0; i < waits.length; i++) {
            world.exit("web", 0, 1);
            long before = world.now;
            while (world.state("web") != State.Running) {
                world.pass(TimeUnit.MILLISECONDS.toNanos(1));
            }
            waits[i] = TimeUnit.NANOSECONDS.toMillis(world.now - before);
        }

        assertThat(waits[0]).isLessThanOrEqualTo(1);
        assertThat(waits[1]).isCloseTo(100, within(2L));
        assertThat(waits[2]).isCloseTo(200, within(2L));
        assertThat(waits[3]).isCloseTo(400, within(2L));
        assertThat(waits[4]).isCloseTo(800, within(2L));
    }

    @Test
    void waitIsCappedAndVariedByJitter() {
        world.apply(set(30, process("web", "backoff", new Backoff(1000, 10, 2, 50, 60, 300))));
        for (int i = 0; i < 20; i++) {
            world.exit("web", 0, 1);
            long before = world.now;
            while (world.state("web") != State.Running) {
                world.pass(TimeUnit.MILLISECONDS.toNanos(10));
            }
            assertThat(world.now - before).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(3010));
        }
    }

    @Test
    void stableRunBeginsTheCountAnew() {
        world.apply(set(30, process("web", "backoff", STEADY, "maxRestarts", 1)));
        for (int i = 0; i < 5; i++) {
            world.passSeconds(61);
            world.exit("web", 0, 1);
            world.pass(1);
        }

        assertThat(world.state("web")).isEqualTo(State.Running);
    }

    @Test
    void restartAttemptsAreOver() {
        world.apply(set(30, process("web", "maxRestarts", 2, "backoff", STEADY), process("other")));
        for (int i = 0; i < 3; i++) {
            world.exit("web", 0, 7);
            world.passSeconds(1);
        }

        assertThat(world.state("web")).isEqualTo(State.Failed);
        assertThat(world.end).as("an Important process ends nothing").isEmpty();
        assertThat(world.told).last().asString().contains("crash loop", "2 restarts", "next attempt in 300s");
    }

    @Test
    void crashLoopIsFollowedByASlowAttempt() {
        world.apply(set(30, process("web", "maxRestarts", 0, "backoff", STEADY)));
        world.exit("web", 0, 7);
        world.passSeconds(299);
        assertThat(world.state("web")).isEqualTo(State.Failed);
        world.passSeconds(2);
        assertThat(world.state("web")).isEqualTo(State.Running);

        world.exit("web", 0, 7);
        assertThat(world.state("web")).as("one attempt, not a new count").isEqualTo(State.Failed);
    }

    @Test
    void crashLoopOfACriticalProcessEndsTheContainerWithItsCode() {
        world.apply(set(30, process("web", "criticality", Criticality.Critical, "maxRestarts", 0), process("other")));
        world.exit("web", 0, 7);
        world.passSeconds(1);

        assertThat(world.end).hasValueSatisfying(ends(7, "process web failed: exited with code 7"));
        assertThat(world.log).contains("signal other-0 SIGTERM");
    }

    @Test
    void restartAlwaysKilledBySignals() {
        world.apply(set(30, process("web")));
        for (int signal : List.of(15, 9, 11)) {
            world.exit("web", 0, 128 + signal);
            world.passSeconds(1);
            assertThat(world.state("web")).isEqualTo(State.Running);
        }
    }

    @Test
    void successExitCodes() {
        world.apply(set(
                30,
                process("job", "restartPolicy", RestartPolicy.OnFailure, "successExitCodes", List.of(0, 3)),
                process("term", "restartPolicy", RestartPolicy.OnFailure, "successExitCodes", List.of(143))));
        world.exit("job", 0, 3);
        world.exit("term", 0, 143);

        assertThat(world.state("job")).isEqualTo(State.Completed);
        assertThat(world.state("term")).isEqualTo(State.Completed);
        assertThat(world.end).hasValueSatisfying(ends(0, "every process has completed"));
    }

    @Test
    void containerExitsWithTheFirstFailedByCriticalityThenDeclaration() {
        world.apply(set(
                30,
                process("a", "restartPolicy", RestartPolicy.Never, "criticality", Criticality.BestEffort),
                process("b", "restartPolicy", RestartPolicy.Never),
                process("c", "restartPolicy", RestartPolicy.Never),
                process("d", "restartPolicy", RestartPolicy.Never)));
        world.exit("a", 0, 1);
        world.exit("d", 0, 4);
        world.exit("c", 0, 3);
        assertThat(world.end).isEmpty();
        world.exit("b", 0, 0);

        assertThat(world.end).hasValueSatisfying(ends(3, "process c failed: exited with code 3"));
    }

    @Test
    void replicaThatWaitsForWhatCanNeverComeDoesNotHoldTheExitUp() {
        world.apply(set(
                30,
                process("migrate", "restartPolicy", RestartPolicy.Never),
                process("web", "dependsOn", on("migrate", DependencyCondition.Completed))));
        world.exit("migrate", 0, 5);

        assertThat(world.end).hasValueSatisfying(ends(5, "process migrate failed: exited with code 5"));
    }

    @Test
    void startThatCannotSucceedFollowsThePolicy() {
        world.behaviour = unstartable(false);
        world.apply(set(30, process("x", "restartPolicy", RestartPolicy.Never)));

        assertThat(world.end).hasValueSatisfying(ends(127, "process x failed: program x not found"));
    }

    @Test
    void startThatFailedForWantOfResourcesIsTriedAgainWhateverThePolicy() {
        world.behaviour = unstartable(true);
        world.apply(set(30, process("x", "restartPolicy", RestartPolicy.Never)));
        assertThat(world.end).isEmpty();
        world.behaviour = heeding(0);
        world.passSeconds(1);

        assertThat(world.state("x")).isEqualTo(State.Running);
    }

    @Test
    void stopsInReverseDependencyOrder() {
        ProcessSetSpec spec = set(
                30,
                process("db"),
                process("php", "dependsOn", on("db", DependencyCondition.Ready)),
                process("web", "dependsOn", on("php", DependencyCondition.Ready)));
        world.behaviour = heeding(TimeUnit.SECONDS.toNanos(1));
        world.apply(spec);
        world.log.clear();
        world.stop();
        assertThat(world.log).containsExactly("signal web-0 SIGTERM");
        world.passSeconds(10);

        assertThat(world.log).containsExactly("signal web-0 SIGTERM", "signal php-0 SIGTERM", "signal db-0 SIGTERM");
        assertThat(world.end).hasValueSatisfying(ends(0, "test"));
    }

    @Test
    void killDelayIsUsed() {
        ProcessSetSpec spec = set(30, process("web", "terminationGracePeriodSeconds", 3));
        world.behaviour = heeding(-1);
        world.apply(spec);
        world.stop();
        world.passSeconds(2.9);
        assertThat(world.log).doesNotContain("kill web-0");
        world.passSeconds(0.2);

        assertThat(world.log).contains("kill web-0");
        assertThat(world.end).isPresent();
    }

    @Test
    void processWithoutAGracePeriodHasWhatIsLeftOfTheBudget() {
        ProcessSetSpec spec = set(30, process("web"));
        world.behaviour = heeding(-1);
        world.apply(spec);
        world.stop();
        world.passSeconds(27.9);
        assertThat(world.log).doesNotContain("kill web-0");
        world.passSeconds(0.2);

        assertThat(world.end).isPresent();
    }

    @Test
    void secondStopSignalEndsTheGrace() {
        ProcessSetSpec spec = set(30, process("a"), process("b", "dependsOn", on("a", DependencyCondition.Ready)));
        world.behaviour = heeding(-1);
        world.apply(spec);
        world.stop();
        world.passSeconds(1);
        world.hurry();
        world.passSeconds(0.1);

        assertThat(world.log).contains("kill a-0", "kill b-0");
        assertThat(world.end).isPresent();
    }

    @Test
    void stopDuringBackoffCancelsTheRestart() {
        ProcessSetSpec spec = set(30, process("web", "backoff", STEADY), process("other"));
        world.behaviour = heeding(TimeUnit.SECONDS.toNanos(5));
        world.apply(spec);
        world.exit("web", 0, 1);
        world.pass(1);
        world.exit("web", 0, 1);
        assertThat(world.state("web")).isEqualTo(State.Backoff);
        world.stop();
        world.passSeconds(10);

        assertThat(world.log).filteredOn("start web-0"::equals).hasSize(2);
        assertThat(world.state("web")).isEqualTo(State.Stopped);
    }

    @Test
    void stopWhileWaitingForDependency() {
        ProcessSetSpec spec = set(
                30,
                process("migrate", "restartPolicy", RestartPolicy.OnFailure),
                process("web", "dependsOn", on("migrate", DependencyCondition.Completed)));
        world.apply(spec);
        world.stop();
        world.passSeconds(1);

        assertThat(world.log).doesNotContain("start web-0");
        assertThat(world.end).isPresent();
    }

    @Test
    void startDuringSlowStop() {
        ProcessSetSpec spec = set(
                30,
                process("slow"),
                process("web", "dependsOn", on("slow", DependencyCondition.Started), "backoff", STEADY));
        world.behaviour = heeding(TimeUnit.SECONDS.toNanos(20));
        world.apply(spec);
        world.stop();
        world.exit("web", 0, 1);
        world.passSeconds(5);
        assertThat(world.log).filteredOn("start web-0"::equals).hasSize(1);
        world.passSeconds(30);
        assertThat(world.end).isPresent();
    }

    @Test
    void leaderDiesGroupSurvives() {
        world.behaviour = new World.Behaviour() {
            @Override
            public int stragglers() {
                return 3;
            }
        };
        world.apply(set(30, process("web")));
        world.exit("web", 0, 1);
        assertThat(world.state("web")).as("not beside what is left").isEqualTo(State.Stopping);
        world.passSeconds(1);

        assertThat(world.state("web")).isEqualTo(State.Running);
        assertThat(world.runs).hasSize(1);
    }

    @Test
    void unkillableTreeDoesNotHoldTheExitUp() {
        ProcessSetSpec spec = set(10, process("stuck"));
        world.behaviour = new World.Behaviour() {
            @Override
            public boolean unkillable() {
                return true;
            }

            @Override
            public long heeds() {
                return -1;
            }
        };
        world.apply(spec);
        world.stop();
        world.passSeconds(9.3);

        assertThat(world.end).isPresent();
        assertThat(world.told).anyMatch(line -> line.startsWith("cannot end 1 replica"));
    }

    @Test
    void signalsForwardedToGroup() {
        world.apply(set(30, process("a"), process("b")));

        assertThat(world.reconciler.forward(Signal.of("SIGUSR1"), List.of("b")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.SignalGroup.class, step -> assertThat(step.id()).isEqualTo(new ReplicaId("b", 0)));
        assertThat(world.reconciler.forward(Signal.of("SIGUSR1"), List.of())).hasSize(2);
    }

    @Test
    void stopSignalIsTheOneOfTheSpec() {
        ProcessSetSpec spec = set(30, process("web", "stopSignal", Signal.of("SIGQUIT")));
        world.apply(spec);
        world.stop();

        assertThat(world.log).contains("signal web-0 SIGQUIT");
    }

    @Test
    void stopBeforeAnySpecEndsAtOnce() {
        world.stop();

        assertThat(world.end).hasValueSatisfying(ends(0, "test"));
    }

    @Test
    void everyReplicaMustBeStartedForADependent() {
        world.apply(set(
                30,
                process("web", "dependsOn", on("worker", DependencyCondition.Started)),
                process("worker", "replicas", 3)));

        assertThat(world.log).containsExactly("start worker-0", "start worker-1", "start worker-2", "start web-0");
    }
}
