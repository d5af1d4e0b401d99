package dev.podvisor.plan;

import static dev.podvisor.plan.Specs.on;
import static dev.podvisor.plan.Specs.process;
import static dev.podvisor.plan.Specs.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.plan.Change.Kind;
import dev.podvisor.spec.Backoff;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import dev.podvisor.status.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReloadTest {

    private static final List<String> OTHER = List.of("/bin/other");

    private final World world = new World();

    private static World.Behaviour heeding(double seconds) {
        return new World.Behaviour() {
            @Override
            public long heeds() {
                return (long) (seconds * 1e9);
            }
        };
    }

    private Map<ReplicaId, Long> runs() {
        Map<ReplicaId, Long> runs = new HashMap<>();
        world.runs.values().forEach(live -> runs.put(live.id, live.run));
        return runs;
    }

    @Test
    void reloadAddsRemovesChanges() {
        world.apply(set(30, process("same"), process("changed"), process("gone")));
        Map<ReplicaId, Long> before = runs();
        world.log.clear();
        world.apply(set(30, process("same"), process("changed", "command", OTHER), process("new")));
        world.passSeconds(1);

        assertThat(runs().get(new ReplicaId("same", 0))).isEqualTo(before.get(new ReplicaId("same", 0)));
        assertThat(world.log)
                .containsExactlyInAnyOrder(
                        "signal changed-0 SIGTERM", "signal gone-0 SIGTERM", "start new-0", "start changed-0");
        assertThat(world.reconciler.replicas())
                .extracting(replica -> replica.id().process())
                .containsExactly("same", "changed", "new");
    }

    @Test
    void replicasUpAndDown() {
        world.apply(set(30, process("worker", "replicas", 2)));
        world.log.clear();
        world.apply(set(30, process("worker", "replicas", 4)));
        assertThat(world.log).containsExactly("start worker-2", "start worker-3");
        world.log.clear();
        world.apply(set(30, process("worker", "replicas", 1)));
        world.passSeconds(1);

        assertThat(world.log)
                .containsExactlyInAnyOrder(
                        "signal worker-1 SIGTERM", "signal worker-2 SIGTERM", "signal worker-3 SIGTERM");
        assertThat(world.runs).hasSize(1);
    }

    @Test
    void policyGraceAndSignalAreTakenOnInPlace() {
        world.apply(set(30, process("web")));
        world.log.clear();
        world.apply(
                set(30, process("web", "restartPolicy", RestartPolicy.OnFailure, "terminationGracePeriodSeconds", 3)));
        assertThat(world.log).isEmpty();
        world.exit("web", 0, 0);

        assertThat(world.end).as("the new policy counts").isPresent();
    }

    @Test
    void changedCommandInBackoffStartsAtOnceWithANewCount() {
        Backoff slow = new Backoff(60_000, 1, 60, 0, 60, 300);
        world.apply(set(30, process("web", "backoff", slow, "maxRestarts", 5), process("other")));
        world.exit("web", 0, 1);
        world.pass(1);
        world.exit("web", 0, 1);
        assertThat(world.state("web")).isEqualTo(State.Backoff);
        world.apply(set(30, process("web", "backoff", slow, "maxRestarts", 5, "command", OTHER), process("other")));

        assertThat(world.state("web")).isEqualTo(State.Running);
        assertThat(world.replica("web").streak()).isZero();
    }

    @Test
    void mendedSpecStartsAFailedProcessAgain() {
        world.apply(set(30, process("job", "restartPolicy", RestartPolicy.Never), process("other")));
        world.exit("job", 0, 1);
        assertThat(world.state("job")).isEqualTo(State.Failed);
        world.apply(set(30, process("job", "restartPolicy", RestartPolicy.Never, "command", OTHER), process("other")));
        assertThat(world.state("job")).isEqualTo(State.Running);
        world.exit("job", 0, 1);
        world.apply(set(30, process("job", "command", OTHER), process("other")));

        assertThat(world.state("job")).as("the new policy restarts it").isEqualTo(State.Running);
    }

    @Test
    void reloadInTheMiddleOfAStopWaitsForTheOldRun() {
        world.behaviour = heeding(2);
        world.apply(set(30, process("web"), process("other")));
        world.apply(set(30, process("other")));
        assertThat(world.state("web")).isEqualTo(State.Stopping);
        world.passSeconds(1);
        world.apply(set(30, process("web"), process("other")));
        assertThat(world.log).filteredOn("start web-0"::equals).hasSize(1);
        world.passSeconds(2);

        assertThat(world.state("web")).isEqualTo(State.Running);
        assertThat(world.log).filteredOn("start web-0"::equals).hasSize(2);
    }

    @Test
    void reloadDuringAReloadEndsWithTheNewestSpec() {
        world.behaviour = heeding(1);
        world.apply(set(30, process("web", "command", List.of("/a"))));
        world.apply(set(30, process("web", "command", List.of("/b"))));
        world.apply(set(30, process("web", "command", List.of("/c"))));
        world.passSeconds(2);

        assertThat(world.log).filteredOn("start web-0"::equals).hasSize(2);
        assertThat(world.reconciler.replicas()).hasSize(1);
    }

    @Test
    void addRemoveDependencyOnReload() {
        world.apply(set(30, process("web"), process("db")));
        world.log.clear();
        world.apply(set(30, process("web", "dependsOn", on("db", DependencyCondition.Ready)), process("db")));
        world.apply(set(30, process("web"), process("db")));

        assertThat(world.log).as("what runs takes it on").isEmpty();
    }

    @Test
    void dependentsThatStartAnewWaitForTheNewDependency() {
        world.behaviour = heeding(1);
        ProcessSpec db = process("db", "command", OTHER);
        world.apply(set(30, process("web", "dependsOn", on("db", DependencyCondition.Ready)), process("db")));
        world.log.clear();
        world.apply(set(30, process("web", "dependsOn", on("db", DependencyCondition.Ready), "command", OTHER), db));
        world.passSeconds(5);

        assertThat(world.log)
                .containsExactly("signal web-0 SIGTERM", "signal db-0 SIGTERM", "start db-0", "start web-0");
    }

    @Test
    void reloadDuringAStopOfEverythingIsNotTaken() {
        ProcessSetSpec spec = set(30, process("web"));
        world.behaviour = heeding(2);
        world.apply(spec);
        world.stop();
        world.apply(set(30, process("web"), process("more")));
        world.passSeconds(5);

        assertThat(world.log).doesNotContain("start more-0");
        assertThat(world.end).isPresent();
    }

    @Test
    void everyFieldIsCompared() {
        assertThat(SpecDiff.ASPECTS)
                .extracting(SpecDiff.Aspect::name)
                .containsExactlyElementsOf(ProcessSpec.SHAPE.fields().stream()
                        .map(Field::name)
                        .filter(name -> !name.equals("name"))
                        .toList());
    }

    @Test
    void changeReadsLikeAPlan() {
        assertThat(SpecDiff.between(
                        set(30, process("web"), process("gone")),
                        set(20, process("web", "replicas", 3, "command", OTHER), process("new"))))
                .extracting(Change::toString)
                .containsExactly(
                        "the set: in place (terminationGracePeriodSeconds)",
                        "process web: restart (command, replicas 1 -> 3)",
                        "process new: start",
                        "process gone: stop");
    }

    /** What a plan says of two random specs is what a reload from one to the other does. */
    @Test
    void planIsWhatAReloadDoes() {
        long seed = Long.getLong("podvisor.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2000; i++) {
            ProcessSetSpec before = lasting(ReconcilerRandomTest.spec(random));
            ProcessSetSpec after = lasting(ReconcilerRandomTest.mutated(before, random));
            World pair = new World();
            pair.apply(before);
            Map<ReplicaId, Long> old = new HashMap<>();
            pair.runs.values().forEach(live -> old.put(live.id, live.run));
            pair.apply(after);
            pair.pass(TimeUnit.MINUTES.toNanos(2));
            Map<ReplicaId, Long> now = new HashMap<>();
            pair.runs.values().forEach(live -> now.put(live.id, live.run));
            for (Change change : SpecDiff.between(before, after)) {
                check(change, after, old, now, "seed " + seed + ", pair " + i + ": " + change);
            }
        }
    }

    private static void check(
            Change change, ProcessSetSpec after, Map<ReplicaId, Long> old, Map<ReplicaId, Long> now, String what) {
        int replicas =
                after.process(change.process()).map(ProcessSpec::replicas).orElse(0);
        for (int r = 0; r < 4; r++) {
            ReplicaId id = new ReplicaId(change.process(), r);
            assertThat(now.containsKey(id)).as(what).isEqualTo(r < replicas);
            if (r < replicas && old.containsKey(id)) {
                assertThat(now.get(id).equals(old.get(id))).as(what).isEqualTo(change.kind() != Kind.Restart);
            }
        }
    }

    /** The same with processes that run for ever and wait for nothing but a start. */
    private static ProcessSetSpec lasting(ProcessSetSpec spec) {
        return set(
                spec.terminationGracePeriodSeconds(),
                spec.processes().stream()
                        .map(p -> process(
                                p.name(),
                                "command",
                                p.command(),
                                "replicas",
                                Math.max(1, p.replicas()), // a set without any replica has nothing to do, and ends
                                "backoff",
                                p.backoff(),
                                "dependsOn",
                                p.dependsOn().stream()
                                        .flatMap(d -> on(d.name(), DependencyCondition.Started).stream())
                                        .toList()))
                        .toArray(ProcessSpec[]::new));
    }
}
