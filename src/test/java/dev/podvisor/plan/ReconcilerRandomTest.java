package dev.podvisor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Backoff;
import dev.podvisor.spec.Criticality;
import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random sets of processes with random fates; {@link World} checks the invariants after every step. */
class ReconcilerRandomTest {

    private static final long EVENTS = 1_000_000;

    @Test
    void holdsItsInvariantsOverAMillionEvents() {
        long seed = Long.getLong("podvisor.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        long events = 0;
        int worlds = 0;
        while (events < EVENTS) {
            long worldSeed = random.nextLong();
            try {
                events += live(new SplittableRandom(worldSeed));
                worlds++;
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", world " + worlds + " (" + worldSeed + ")", failure);
            }
        }
        assertThat(worlds).isGreaterThan(100);
        assertThat(events).isGreaterThanOrEqualTo(EVENTS);
    }

    private static long live(SplittableRandom random) {
        World world = new World();
        ProcessSetSpec spec = spec(random);
        world.behaviour = behaviour(random);
        world.apply(spec);
        int turns = random.nextInt(400);
        for (int i = 0; i < turns && world.end.isEmpty(); i++) {
            if (random.nextInt(10) == 0) {
                world.behaviour = behaviour(random);
            }
            if (random.nextInt(25) == 0) {
                spec = mutated(spec, random);
                world.apply(spec);
            }
            List<World.Live> alive =
                    world.runs.values().stream().filter(run -> run.leaderAlive).toList();
            if (!alive.isEmpty() && random.nextBoolean()) {
                int code = List.of(0, 0, 1, 3, 139, 137).get(random.nextInt(6));
                world.exit(alive.get(random.nextInt(alive.size())), code);
            } else {
                world.pass(random.nextLong(1L << (10 + random.nextInt(28))));
            }
        }
        if (world.end.isEmpty()) {
            world.stop();
            if (random.nextBoolean()) {
                world.pass(random.nextLong(3_000_000_000L));
                if (world.end.isEmpty()) {
                    world.hurry();
                }
            }
            world.passWholeStop();
        }
        assertThat(world.end).as("a stop always ends").isPresent();
        return world.events;
    }

    /** Some processes as they are, some changed, some gone, some new. */
    static ProcessSetSpec mutated(ProcessSetSpec spec, SplittableRandom random) {
        ProcessSetSpec fresh = spec(random);
        List<ProcessSpec> mixed = new ArrayList<>();
        for (ProcessSpec process : fresh.processes()) {
            ProcessSpec old = spec.process(process.name()).orElse(process);
            boolean kept = old.dependsOn().stream()
                    .allMatch(dependency -> mixed.stream()
                            .anyMatch(p -> p.name().equals(dependency.name())
                                    && (p.restartPolicy() != RestartPolicy.Always
                                            || dependency.condition() != DependencyCondition.Completed)));
            mixed.add(kept && random.nextBoolean() ? old : process);
        }
        return Specs.set(fresh.terminationGracePeriodSeconds(), mixed.toArray(ProcessSpec[]::new));
    }

    private static World.Behaviour behaviour(SplittableRandom random) {
        boolean startFails = random.nextInt(12) == 0;
        boolean passing = random.nextBoolean();
        long heeds = random.nextInt(4) == 0 ? -1 : random.nextLong(2_000_000_000L);
        int stragglers = random.nextInt(5) == 0 ? random.nextInt(8) : 0;
        boolean unkillable = random.nextInt(60) == 0;
        return new World.Behaviour() {
            @Override
            public Optional<ReplicaEvent.SpawnFailed> startFailure(ReplicaId id, Instant at) {
                return startFails
                        ? Optional.of(new ReplicaEvent.SpawnFailed(127, "no such program", passing, at))
                        : Optional.empty();
            }

            @Override
            public long heeds() {
                return heeds;
            }

            @Override
            public int stragglers() {
                return stragglers;
            }

            @Override
            public boolean unkillable() {
                return unkillable;
            }
        };
    }

    static ProcessSetSpec spec(SplittableRandom random) {
        int count = 1 + random.nextInt(6);
        List<ProcessSpec> processes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RestartPolicy policy = RestartPolicy.values()[random.nextInt(3)];
            List<Object> fields = new ArrayList<>(List.of(
                    "command",
                    List.of("/bin/" + random.nextInt(2)),
                    "restartPolicy",
                    policy,
                    "criticality",
                    Criticality.values()[random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2)],
                    "replicas",
                    random.nextInt(4),
                    "backoff",
                    new Backoff(
                            1 + random.nextInt(500),
                            2,
                            1 + random.nextInt(5),
                            10,
                            1 + random.nextInt(3),
                            random.nextInt(4)),
                    "dependsOn",
                    dependencies(random, processes)));
            if (random.nextBoolean()) {
                fields.addAll(List.of("maxRestarts", random.nextInt(5)));
            }
            if (random.nextBoolean()) {
                fields.addAll(List.of("terminationGracePeriodSeconds", random.nextInt(10)));
            }
            processes.add(Specs.process("p" + i, fields.toArray()));
        }
        return Specs.set(random.nextInt(12), processes.toArray(ProcessSpec[]::new));
    }

    private static List<Dependency> dependencies(SplittableRandom random, List<ProcessSpec> earlier) {
        List<Dependency> dependencies = new ArrayList<>();
        for (ProcessSpec target : earlier) {
            if (random.nextInt(4) == 0) {
                boolean completes = target.restartPolicy() != RestartPolicy.Always && random.nextBoolean();
                DependencyCondition condition = completes
                        ? DependencyCondition.Completed
                        : random.nextBoolean() ? DependencyCondition.Ready : DependencyCondition.Started;
                dependencies.add(new Dependency(target.name(), condition));
            }
        }
        return dependencies;
    }
}
