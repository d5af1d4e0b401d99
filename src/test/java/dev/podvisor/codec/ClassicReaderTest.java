package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Backoff;
import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.EnvVar;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document of the classic form becomes. */
class ClassicReaderTest {

    @Test
    void defaultsAreThoseOfTheAncestor() {
        ProcessSetSpec spec = ClassicTexts.spec(ClassicTexts.HEAD, Map.of());
        ProcessSpec web = spec.processes().getFirst();

        assertThat(spec.stopBudget()).isEqualTo(Duration.ofSeconds(30));
        assertThat(web.name()).isEqualTo("web");
        assertThat(web.command()).containsExactly("nginx");
        assertThat(web.restartPolicy()).isEqualTo(RestartPolicy.Always);
        assertThat(web.maxRestarts()).hasValue(3);
        assertThat(web.backoff()).isEqualTo(new Backoff(5000, 2, 60, 10, 60, 300));
        assertThat(web.replicas()).isOne();
        assertThat(web.stopSignal().name()).isEqualTo("SIGTERM");
        assertThat(web.terminationGracePeriodSeconds()).isEmpty();
        assertThat(web.env()).isEmpty();
        assertThat(web.dependsOn()).isEmpty();
    }

    @Test
    void keysOfAProcessBecomeFields() {
        ProcessSpec web = ClassicTexts.process("""
                working_dir: /srv
                env: {MODE: fast, PORT: 8080, DEBUG: true, NONE: }
                restart: on-failure
                scale: 3
                shutdown: {signal: SIGQUIT, timeout: 1500ms}
                """);

        assertThat(web.workingDir()).isEqualTo("/srv");
        assertThat(web.env()).extracting(EnvVar::name).containsExactly("MODE", "PORT", "DEBUG", "NONE");
        assertThat(web.env())
                .extracting(EnvVar::value)
                .containsExactly(Optional.of("fast"), Optional.of("8080"), Optional.of("true"), Optional.of(""));
        assertThat(web.restartPolicy()).isEqualTo(RestartPolicy.OnFailure);
        assertThat(web.replicas()).isEqualTo(3);
        assertThat(web.stopSignal().name()).isEqualTo("SIGQUIT");
        assertThat(web.terminationGracePeriodSeconds()).hasValue(2);
    }

    @Test
    void dollarsStayAsTheyAre() {
        ProcessSpec web = ClassicTexts.spec("""
                processes:
                  web: {enabled: true, command: [sh, -c, 'echo $HOME $(id) $$'], env: {PRICE: $5}}
                """, Map.of()).processes().getFirst();

        assertThat(web.command().getLast())
                .as("in a ProcessSet, $$ stands for $")
                .isEqualTo("echo $$HOME $$(id) $$$$");
        assertThat(web.env().getFirst().value()).hasValue("$$5");
    }

    @Test
    void globalHoldsForAllProcesses() {
        ProcessSetSpec spec = ClassicTexts.spec("""
                version: "1.0"
                global:
                  shutdown_timeout: 1m30s
                  restart_policy: never
                  max_restart_attempts: 0
                  restart_backoff: 9
                  restart_backoff_max: 20
                  restart_stability_window: 0.5m
                processes:
                  a: {enabled: true, command: [a]}
                  b: {enabled: true, command: [b], restart: always}
                """, Map.of());

        assertThat(spec.stopBudget()).isEqualTo(Duration.ofSeconds(90));
        assertThat(spec.processes())
                .extracting(ProcessSpec::restartPolicy)
                .containsExactly(RestartPolicy.Never, RestartPolicy.Always);
        assertThat(spec.processes().getLast().maxRestarts()).hasValue(0);
        assertThat(spec.processes().getLast().backoff()).isEqualTo(new Backoff(9000, 2, 20, 10, 30, 300));
    }

    @Test
    void restartBackoffInitialWinsAndNegativeAttemptsAreUnlimited() {
        ProcessSpec web = ClassicTexts.spec(
                        "global: {restart_backoff: 9, restart_backoff_initial: 50ms, max_restart_attempts: -1}\n"
                                + ClassicTexts.HEAD,
                        Map.of())
                .processes()
                .getFirst();

        assertThat(web.backoff().initialMilliseconds()).isEqualTo(50);
        assertThat(web.maxRestarts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "2, 2",
        "30, 30",
        "86398, 86398",
    })
    void aStopMayTakeAtLeastTheTimeout(int timeout, int budget) {
        ProcessSetSpec spec =
                ClassicTexts.spec("global: {shutdown_timeout: " + timeout + "}\n" + ClassicTexts.HEAD, Map.of());

        assertThat(spec.stopBudget())
                .isBetween(
                        Duration.ofSeconds(budget), Duration.ofSeconds(budget).plusMillis(500));
    }

    @Test
    void aOneshotCompletesAndIsWaitedFor() {
        ProcessSetSpec spec = ClassicTexts.spec("""
                processes:
                  migrate: {enabled: true, type: oneshot, command: [m]}
                  seed: {enabled: true, type: oneshot, command: [s], restart: on-failure, depends_on: [migrate]}
                  web: {enabled: true, type: longrun, command: [w], depends_on: [seed, db, seed]}
                  db: {enabled: true, command: [d]}
                """, Map.of());

        assertThat(spec.processes())
                .extracting(ProcessSpec::restartPolicy)
                .containsExactly(
                        RestartPolicy.Never, RestartPolicy.OnFailure, RestartPolicy.Always, RestartPolicy.Always);
        assertThat(spec.processes().get(0).maxRestarts()).isEmpty();
        assertThat(spec.processes().get(2).dependsOn())
                .containsExactly(
                        new Dependency("seed", DependencyCondition.Completed),
                        new Dependency("db", DependencyCondition.Started));
    }

    @Test
    void namesBecomeLabelsOfTheirOwn() {
        ProcessSetSpec spec =
                ClassicTexts.spec("""
                processes:
                  php_fpm: {enabled: true, command: [a], depends_on: [Queue Worker]}
                  php-fpm: {enabled: true, command: [b]}
                  Queue Worker: {enabled: true, command: [c]}
                  "größe": {enabled: true, command: [d]}
                  "日本": {enabled: true, command: [e]}
                  "--": {enabled: true, command: [f]}
                """ + "  " + "x".repeat(80) + ": {enabled: true, command: [g]}\n", Map.of());

        assertThat(spec.processes())
                .extracting(ProcessSpec::name)
                .containsExactly(
                        "php-fpm-2", "php-fpm", "queue-worker", "gr-e", "process", "process-2", "x".repeat(63));
        assertThat(spec.processes().getFirst().dependsOn())
                .containsExactly(new Dependency("queue-worker", DependencyCondition.Started));
    }

    @ParameterizedTest
    @CsvSource({"SIGINT, SIGINT", "INT, SIGINT", "sigquit, SIGQUIT", "SIGRTMIN+3, SIGRTMIN+3", "rtmin+3, SIGRTMIN+3"})
    void signalsHaveManyNames(String written, String meant) {
        assertThat(ClassicTexts.process("shutdown: {signal: " + written + "}")
                        .stopSignal()
                        .name())
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"5, 5000", "5s, 5000", "1m30s, 90000", "500ms, 500", "1.5s, 1500", "100us, 1", "1h, 3600000", "0, 1"})
    void durationsAreSecondsOrGos(String written, int millis) {
        assertThat(ClassicTexts.spec("global: {restart_backoff: " + written + "}\n" + ClassicTexts.HEAD, Map.of())
                        .processes()
                        .getFirst()
                        .backoff()
                        .initialMilliseconds())
                .isEqualTo(millis);
    }

    @Test
    void jsonIsReadAsWell() {
        assertThat(ClassicTexts.spec(
                                "{\"global\": {}, \"processes\": {\"a\": {\"enabled\": true, \"command\": [\"a\"]}}}",
                                Map.of())
                        .processes())
                .hasSize(1);
    }

    @Test
    void aThousandProcessesAreReadAndOneMoreIsNot() {
        assertThat(ClassicTexts.spec(many(1000), Map.of()).processes()).hasSize(1000);
        assertThat(ClassicTexts.lines(many(1001)))
                .containsExactly("pm.yaml:2:3: cannot use processes: it has 1001 processes (at most 1000)");
        assertThat(ClassicTexts.lines(
                        ClassicTexts.HEAD + "    scale: 600\n  b: {enabled: true, command: [b], scale: 401}\n"))
                .containsExactly(
                        "pm.yaml:2:3: cannot use processes: 1001 replicas in all (at most 1000 of all processes together)");
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "  p_" + i + ": {enabled: true, command: [a]}\n")
                .collect(Collectors.joining("", "processes:\n", ""));
    }

    @Test
    void aFileOfAnotherKindIsNotShown() {
        for (String other :
                List.of("version: '3'\nservices: {a: {}}\n", "processes: [a]\n", "global: 5\npassword: x\n")) {
            assertThat(ClassicTexts.lines(other))
                    .containsExactly(
                            "pm.yaml:1:1: cannot read the document: it is no ProcessSet (begin with apiVersion: podvisor.dev/v1alpha1)");
        }
    }
}
