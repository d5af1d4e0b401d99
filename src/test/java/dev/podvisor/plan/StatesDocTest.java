package dev.podvisor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.plan.ReplicaState.Backoff;
import dev.podvisor.plan.ReplicaState.Completed;
import dev.podvisor.plan.ReplicaState.Failed;
import dev.podvisor.plan.ReplicaState.Killing;
import dev.podvisor.plan.ReplicaState.Running;
import dev.podvisor.plan.ReplicaState.Starting;
import dev.podvisor.plan.ReplicaState.Stopped;
import dev.podvisor.plan.ReplicaState.Terminating;
import dev.podvisor.plan.ReplicaState.Waiting;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Renders {@code docs/states.md} from what the table really does, and fails when the file says something else. */
class StatesDocTest {

    private static final Path DOC = Path.of("docs/states.md");
    private static final long NOW = 1_000_000_000_000L;
    private static final Run RUN = new Run(1, 100, NOW - 1, Instant.EPOCH);

    private static final Map<String, List<ReplicaEvent>> EVENTS = new LinkedHashMap<>();

    static {
        EVENTS.put("dependencies reached", List.of(new ReplicaEvent.Go()));
        EVENTS.put("started", List.of(new ReplicaEvent.Spawned(100, Instant.EPOCH)));
        EVENTS.put(
                "start failed",
                List.of(
                        new ReplicaEvent.SpawnFailed(127, "", false, Instant.EPOCH),
                        new ReplicaEvent.SpawnFailed(125, "", true, Instant.EPOCH)));
        EVENTS.put("first process ended", List.of(new ReplicaEvent.Exited(new Exit(0, 0, Instant.EPOCH))));
        EVENTS.put("tree swept, clean", List.of(new ReplicaEvent.Swept(true)));
        EVENTS.put("tree swept, not clean", List.of(new ReplicaEvent.Swept(false)));
        EVENTS.put("stop asked", List.of(new ReplicaEvent.StopAsked(NOW + 1), new ReplicaEvent.StopAsked(NOW)));
        EVENTS.put(
                "to be replaced",
                List.of(new ReplicaEvent.Oust("MemoryLimit", NOW + 1), new ReplicaEvent.Oust("MemoryLimit", NOW)));
        EVENTS.put("pause asked", List.of(new ReplicaEvent.PauseAsked()));
        EVENTS.put("resume asked", List.of(new ReplicaEvent.ResumeAsked()));
        EVENTS.put("due", List.of(new ReplicaEvent.Due()));
    }

    private static Map<String, List<ReplicaState>> states() {
        Map<String, List<ReplicaState>> states = new LinkedHashMap<>();
        states.put("Waiting", List.of(new Waiting()));
        states.put(
                "Starting", List.of(new Starting(1, OptionalLong.empty()), new Starting(1, OptionalLong.of(NOW + 1))));
        states.put("Running", List.of(new Running(RUN)));
        states.put("Running, paused", List.of(new Running(RUN)));
        states.put("Stopping (asked)", List.of(new Terminating(RUN, NOW + 1)));
        List<ReplicaState> killing = new ArrayList<>();
        for (boolean stopping : new boolean[] {false, true}) {
            for (int code : new int[] {-1, 0, 1}) {
                Optional<Exit> exit = code < 0 ? Optional.empty() : Optional.of(new Exit(code, 0, Instant.EPOCH));
                killing.add(new Killing(RUN, stopping, exit, 0, NOW, NOW + 1, false));
            }
        }
        states.put("Stopping (killing)", killing);
        states.put("Backoff", List.of(new Backoff(NOW)));
        states.put("Stopped", List.of(new Stopped()));
        states.put("Completed", List.of(new Completed()));
        states.put("Failed", List.of(new Failed("CrashLoop", OptionalLong.of(NOW))));
        return states;
    }

    @Test
    void docShowsTheTable() throws IOException {
        String rendered = render();
        if (Boolean.getBoolean("podvisor.update")) {
            Files.writeString(DOC, rendered);
        }
        assertThat(Files.readString(DOC))
                .as("docs/states.md is stale: run the tests with -Dpodvisor.update=true")
                .isEqualTo(rendered);
    }

    @Test
    void everyStateIsRendered() {
        Set<Class<?>> rendered = states().values().stream()
                .flatMap(List::stream)
                .map(Object::getClass)
                .collect(Collectors.toSet());

        assertThat(rendered).containsExactlyInAnyOrder(ReplicaState.class.getPermittedSubclasses());
        assertThat(EVENTS.values().stream()
                        .flatMap(List::stream)
                        .map(Object::getClass)
                        .collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(ReplicaEvent.class.getPermittedSubclasses())
                        .collect(Collectors.toSet()));
    }

    private static String render() {
        StringBuilder doc = new StringBuilder("""
                # States of a replica

                Rendered by `StatesDocTest` from the table in `Lifecycle`. A cell holds every state that the event can lead to,
                whatever the restart policy and the exit code, and the step that follows; an empty cell changes nothing.
                "Stopping" is one state to the outside and two inside: asked (the stop signal was sent, the grace period runs) and
                killing (the whole tree is killed until its first process is reaped and nothing else is left, also after an end
                that nobody asked for).

                """);
        doc.append("| state |");
        EVENTS.keySet().forEach(event -> doc.append(' ').append(event).append(" |"));
        doc.append("\n|---|").append("---|".repeat(EVENTS.size())).append('\n');
        states().forEach((name, variants) -> {
            doc.append("| **").append(name).append("** |");
            EVENTS.values()
                    .forEach(events -> doc.append(' ')
                            .append(String.join("<br>", outcomes(variants, events, name.endsWith("paused"))))
                            .append(" |"));
            doc.append('\n');
        });
        return doc.toString();
    }

    private static Set<String> outcomes(List<ReplicaState> variants, List<ReplicaEvent> events, boolean paused) {
        Set<String> outcomes = new LinkedHashSet<>();
        for (ReplicaState state : variants) {
            for (ReplicaEvent event : events) {
                for (RestartPolicy policy : RestartPolicy.values()) {
                    ProcessSpec spec = Specs.process("p", "restartPolicy", policy);
                    ProcessSpec looping = Specs.process("p", "restartPolicy", policy, "maxRestarts", 0);
                    for (ProcessSpec variant : List.of(spec, looping)) {
                        Replica before =
                                Replica.fresh(new ReplicaId("p", 0)).with(state).withPaused(paused);
                        Transition after = new Lifecycle(() -> 2).next(before, variant, event, NOW);
                        if (!after.replica().equals(before)) {
                            outcomes.add(word(after.replica()) + steps(after.steps()));
                        }
                    }
                }
            }
        }
        return outcomes;
    }

    private static String word(Replica replica) {
        return switch (replica.state()) {
            case Running _ -> replica.paused() ? "Running, paused" : "Running";
            case Terminating _ -> "Stopping (asked)";
            case Killing _ -> "Stopping (killing)";
            case Waiting _, Starting _, Backoff _, Stopped _, Completed _, Failed _ ->
                replica.state().word().name();
        };
    }

    private static String steps(List<Step> steps) {
        String names = steps.stream()
                .filter(step -> !(step instanceof Step.Tell))
                .map(step -> step.getClass().getSimpleName())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " + " + names;
    }
}
