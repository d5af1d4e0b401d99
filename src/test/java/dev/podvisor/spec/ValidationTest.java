package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValidationTest {

    @Test
    void aSetWithoutRulesBrokenHasNoViolations() {
        assertThat(check(process("db"), process("web", "dependsOn", List.of(on("db", DependencyCondition.Ready)))))
                .isEmpty();
    }

    @Test
    void namesAreUnique() {
        assertThat(check(process("a"), process("b"), process("a")))
                .containsExactly("spec.processes[2].name: \"a\" is also the name of spec.processes[0]");
    }

    @Test
    void atMostAThousandReplicas() {
        assertThat(check(process("a", "replicas", 600), process("b", "replicas", 400)))
                .isEmpty();
        assertThat(check(process("a", "replicas", 600), process("b", "replicas", 401)))
                .containsExactly("spec.processes: 1001 replicas in all");
    }

    @Test
    void dependenciesExistOnceAndCanBeReached() {
        Dependency twice = on("a", DependencyCondition.Started);
        assertThat(check(
                        process("a"),
                        process("b", "dependsOn", List.of(on("c", DependencyCondition.Ready))),
                        process("d", "dependsOn", List.of(twice, twice)),
                        process("e", "dependsOn", List.of(on("a", DependencyCondition.Completed)))))
                .containsExactly(
                        "spec.processes[1].dependsOn[0].name: there is no process \"c\"",
                        "spec.processes[2].dependsOn[1].name: \"a\" is listed twice",
                        "spec.processes[3].dependsOn[0].condition: \"a\" is restarted after every end, so it never completes");
    }

    @Test
    void aDependencyOnSomethingThatCompletesIsFine() {
        ProcessSpec migrate = process("migrate", "restartPolicy", RestartPolicy.OnFailure);
        assertThat(check(migrate, process("web", "dependsOn", List.of(on("migrate", DependencyCondition.Completed)))))
                .isEmpty();
    }

    @Test
    void cyclesAreNamedOnce() {
        assertThat(check(
                        dependent("a", "b"),
                        dependent("b", "c"),
                        dependent("c", "a"),
                        dependent("d", "a"),
                        dependent("e", "e")))
                .containsExactly(
                        "spec.processes[0].dependsOn: the dependencies form a cycle: a -> b -> c -> a",
                        "spec.processes[4].dependsOn: the dependencies form a cycle: e -> e");
    }

    @Test
    void aLongCycleIsShortened() {
        ProcessSpec[] ring = IntStream.range(0, 1000)
                .mapToObj(i -> dependent("p" + i, "p" + (i + 1) % 1000))
                .toArray(ProcessSpec[]::new);
        assertThat(check(ring))
                .containsExactly("spec.processes[0].dependsOn: the dependencies form a cycle:"
                        + " p0 -> p1 -> p2 -> p3 -> p4 -> p5 -> p6 -> p7 -> p8 -> p9 -> … 990 more … -> p0");
    }

    @Test
    void aDiamondIsNoCycle() {
        assertThat(check(process("a"), dependent("b", "a"), dependent("c", "a"), dependent("d", "b", "c")))
                .isEmpty();
    }

    @Test
    void theNumberOfViolationsIsBounded() {
        List<ProcessSpec> all = new ArrayList<>();
        String[] names = IntStream.range(0, 100).mapToObj(i -> "p" + i).toArray(String[]::new);
        for (String name : names) {
            all.add(dependent(name, names));
        }
        assertThat(check(all.toArray(ProcessSpec[]::new))).hasSize(Validation.MOST);
    }

    @Test
    void aVariableHasOneSource() {
        EnvValueSource source = new EnvValueSource(new FileRef("/run/secrets/a", false));
        EnvVar both = new EnvVar("A", Optional.of("secret"), Optional.of(source));
        assertThat(check(process("a", "env", List.of(both))))
                .containsExactly("spec.processes[0].env[0]: it has a value and a valueFrom");
        EnvVar once = new EnvVar("B", Optional.of("secret"), Optional.empty());
        assertThat(check(process("a", "env", List.of(once, once))))
                .containsExactly("warning spec.processes[0].env[1].name: \"B\" is set twice");
        assertThat(once.toString()).doesNotContain("secret");
    }

    @Test
    void aGracePeriodThatDoesNotFitIsAWarning() {
        assertThat(check(process("a", "terminationGracePeriodSeconds", 28))).isEmpty();
        assertThat(check(process("a", "terminationGracePeriodSeconds", 29)))
                .containsExactly(
                        "warning spec.processes[0].terminationGracePeriodSeconds: 29 s do not fit into the 28 s that a stop of everything may take");
    }

    @Test
    void aLimitOfRestartsThatNeverHappenIsAWarning() {
        assertThat(check(process("a", "restartPolicy", RestartPolicy.Never, "maxRestarts", 3)))
                .containsExactly("warning spec.processes[0].maxRestarts: it has no effect with restartPolicy Never");
    }

    @Test
    void signalsHaveOneRuleAndKnownTargets() {
        Signal usr1 = Signal.of("SIGUSR1");
        ProcessSetSpec spec = ProcessSetSpec.of(
                30,
                List.of(process("web")),
                List.of(
                        new SignalRule(usr1, SignalAction.Forward, List.of("web", "wbe")),
                        new SignalRule(usr1, SignalAction.Stop, List.of("web"))));
        assertThat(Validation.check(spec).stream().map(ValidationTest::text))
                .containsExactly(
                        "spec.signals[0].processes[1]: there is no process \"wbe\"",
                        "spec.signals[1].signal: SIGUSR1 is listed twice",
                        "spec.signals[1].processes: only a forwarded signal goes to processes");
        assertThat(Validation.check(spec).getFirst().hint()).isEqualTo("did you mean web?");
    }

    private static List<String> check(ProcessSpec... processes) {
        return Validation.check(ProcessSetSpec.of(30, List.of(processes), List.of())).stream()
                .map(ValidationTest::text)
                .toList();
    }

    private static String text(Violation violation) {
        return (violation.fatal() ? "" : "warning ") + violation.path() + ": " + violation.text();
    }

    private static Dependency on(String name, DependencyCondition condition) {
        return new Dependency(name, condition);
    }

    private static ProcessSpec dependent(String name, String... on) {
        return process(
                name,
                "dependsOn",
                Stream.of(on)
                        .map(other -> on(other, DependencyCondition.Started))
                        .toList());
    }

    private static ProcessSpec process(String name, Object... fields) {
        Map<String, Object> given = new HashMap<>(Map.of("name", name, "command", List.of("true")));
        for (int i = 0; i < fields.length; i += 2) {
            given.put((String) fields[i], fields[i + 1]);
        }
        return ProcessSpec.of(given);
    }
}
