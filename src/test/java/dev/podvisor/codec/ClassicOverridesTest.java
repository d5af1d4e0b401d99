package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.Dependency;
import dev.podvisor.spec.DependencyCondition;
import dev.podvisor.spec.EnvVar;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.RestartPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables that win over a document of the classic form. */
class ClassicOverridesTest {

    private static final String TEXT = """
            global: {shutdown_timeout: 10}
            processes:
              web:
                enabled: false
                command: [nginx]
                env: {MODE: slow}
              web-api: {enabled: true, command: [api]}
              migrate: {enabled: true, type: oneshot, command: [m]}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"PODVISOR_", "CBOX_INIT_", "PHPEEK_PM_"})
    void everyPrefixSetsKeys(String prefix) {
        ProcessSetSpec spec = ClassicTexts.spec(
                TEXT,
                Map.of(
                        prefix + "GLOBAL_SHUTDOWN_TIMEOUT", "1m",
                        prefix + "GLOBAL_RESTART_POLICY", "on-failure",
                        prefix + "PROCESS_WEB_ENABLED", "1",
                        prefix + "PROCESS_WEB_SCALE", " 4 ",
                        prefix + "PROCESS_WEB_SHUTDOWN_SIGNAL", "SIGQUIT",
                        prefix + "PROCESS_WEB_COMMAND", "[\"nginx\", \"-g\", 8]",
                        prefix + "PROCESS_WEB_ENV_MODE", "fast $5",
                        prefix + "PROCESS_WEB_ENV_Empty", "",
                        prefix + "PROCESS_WEB_DEPENDS_ON", "migrate, web-api",
                        prefix + "PROCESS_WEB_API_COMMAND", "api --name 'a b'"));
        ProcessSpec web = spec.processes().get(0);

        assertThat(spec.stopBudget()).isEqualTo(Duration.ofMinutes(1));
        assertThat(web.restartPolicy()).isEqualTo(RestartPolicy.OnFailure);
        assertThat(web.replicas()).isEqualTo(4);
        assertThat(web.stopSignal().name()).isEqualTo("SIGQUIT");
        assertThat(web.command()).containsExactly("nginx", "-g", "8");
        assertThat(web.env()).extracting(EnvVar::name).containsExactly("MODE", "Empty");
        assertThat(web.env()).extracting(v -> v.value().orElseThrow()).containsExactly("fast $$5", "");
        assertThat(web.dependsOn())
                .containsExactly(
                        new Dependency("migrate", DependencyCondition.Completed),
                        new Dependency("web-api", DependencyCondition.Started));
        assertThat(spec.processes().get(1).command()).containsExactly("api", "--name", "a b");
    }

    @Test
    void oursWinsOverTheAncestors() {
        assertThat(ClassicTexts.spec(
                                TEXT,
                                Map.of(
                                        "PHPEEK_PM_GLOBAL_SHUTDOWN_TIMEOUT", "5",
                                        "CBOX_INIT_GLOBAL_SHUTDOWN_TIMEOUT", "6",
                                        "PODVISOR_GLOBAL_SHUTDOWN_TIMEOUT", "7"))
                        .stopBudget())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aKeyThatTheDocumentLacksCanBeSet() {
        assertThat(ClassicTexts.spec(
                                "processes: {a: {enabled: true, command: [a]}}",
                                Map.of("PODVISOR_GLOBAL_SHUTDOWN_TIMEOUT", "5"))
                        .stopBudget())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(ClassicTexts.spec("processes: {a_b: {enabled: true}}", Map.of("PODVISOR_PROCESS_A_B_COMMAND", "a"))
                        .processes())
                .hasSize(1);
    }

    @Test
    void badValuesNameTheVariable() {
        assertThat(ClassicTexts.lines(
                        TEXT,
                        Map.of(
                                "PODVISOR_GLOBAL_SHUTDOWN_TIMEOUT", "soon",
                                "PODVISOR_PROCESS_WEB_API_SCALE", "many",
                                "PODVISOR_PROCESS_WEB_API_COMMAND", "[a",
                                "PODVISOR_PROCESS_WEB_API_ENV_Ä", "secret",
                                "PODVISOR_PROCESS_WEB_ENABLED", "true")))
                .containsExactly(
                        "pm.yaml:1:28: cannot use PODVISOR_GLOBAL_SHUTDOWN_TIMEOUT: \"soon\" is not a duration (write whole seconds, such as 30, or 1m30s)",
                        "pm.yaml:7:12: cannot use [\"PODVISOR_PROCESS_WEB_API_ENV_Ä\"]: it is not a variable name (printable ASCII without =)",
                        "pm.yaml:7:12: cannot use PODVISOR_PROCESS_WEB_API_SCALE: \"many\" is not a whole number (write a whole number from 0 to 1000)",
                        "pm.yaml:7:37: cannot use PODVISOR_PROCESS_WEB_API_COMMAND: \"[a\" is a text, not a list (write [\"[a\"])");
    }

    @Test
    void whatHasNoEffectIsAWarning() {
        assertThat(ClassicTexts.lines(
                        TEXT.replace("false", "true"),
                        Map.of(
                                "PHPEEK_PM_GLOBAL_LOG_TIMESTAMPS", "true",
                                "PHPEEK_PM_GLOBAL_TRACING_ENABLED", "true",
                                "PHPEEK_PM_GLOBAL_READINESS_ENABLED", "true",
                                "PHPEEK_PM_GLOBAL_SHUTDOWN", "5",
                                "PHPEEK_PM_PROCESS_WEB_SCHEDULE", "* * * * *",
                                "PHPEEK_PM_PROCESS_WEB_SCALES", "3",
                                "PHPEEK_PM_PROCESS_OTHER_SCALE", "3",
                                "PODVISOR_SOCKET", "/tmp/x")))
                .containsExactlyInAnyOrder(
                        "pm.yaml:1:1: warning: PHPEEK_PM_GLOBAL_READINESS_ENABLED: it does not work yet (there is no readiness endpoint)",
                        "pm.yaml:1:1: warning: PHPEEK_PM_GLOBAL_SHUTDOWN: there is no such key (it has no effect)",
                        "pm.yaml:1:1: warning: PHPEEK_PM_GLOBAL_TRACING_ENABLED: it has no meaning here (podvisor sends no traces)",
                        "pm.yaml:1:1: warning: PHPEEK_PM_PROCESS_OTHER_SCALE: there is no process of this name (it has no effect)",
                        "pm.yaml:1:1: warning: PHPEEK_PM_PROCESS_WEB_SCALES: there is no such key (it has no effect)",
                        "pm.yaml:1:9: warning: PHPEEK_PM_GLOBAL_LOG_TIMESTAMPS: it does not work yet (lines of output are written without one)",
                        "pm.yaml:4:5: warning: PHPEEK_PM_PROCESS_WEB_SCHEDULE: it does not work yet (the process is left out)");
    }
}
