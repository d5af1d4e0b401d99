package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.ProcessSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ${VAR}} and {@code ${VAR:-default}}. */
class ClassicExpansionTest {

    private static final Map<String, String> VARIABLES =
            Map.of("N", "3", "YES", "true", "EMPTY", "", "WORD", "a: [b, c] # d");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${N} | 3",
                "x${N}y${N} | x3y3",
                "${NONE:-5} | 5",
                "${EMPTY:-5} | 5",
                "${N:-5} | 3",
                "${NONE:-} | ''",
                "${NONE:-a: b, [c] {d #e} | a: b, [c] {d #e",
                "${WORD} | a: [b, c] # d",
                "${NONE:-${N}} | ${N}",
                "$N $(N) $$ | $N $(N) $$",
                "${N-5} | ${N-5}",
                "${1} | ${1}",
                "${N | ${N",
            })
    void expandsInAText(String written, String meant) {
        ProcessSpec web = ClassicTexts.spec(
                        "processes:\n  web:\n    enabled: true\n    command:\n      - 'a " + written + "'\n", VARIABLES)
                .processes()
                .getFirst();

        assertThat(web.command()).containsExactly(("a " + meant).replace("$", "$$"));
    }

    @Test
    void expandsWithoutQuotesWhereYamlWouldSeeItsOwnSigns() {
        ProcessSpec web = ClassicTexts.process("""
                env: {A: ${N}, B: x-${NONE:-a, b: c}-y, "${NONE:-C}": ${WORD}, D: "${NONE:-q}"}
                scale: ${N}
                working_dir: ${NONE:-/srv/#1}
                """, VARIABLES);

        assertThat(web.env().toString()).isEqualTo("[EnvVar[A], EnvVar[B], EnvVar[C], EnvVar[D]]");
        assertThat(web.env().stream().map(v -> v.value().orElseThrow()))
                .containsExactly("3", "x-a, b: c-y", "a: [b, c] # d", "q");
        assertThat(web.replicas()).isEqualTo(3);
        assertThat(web.workingDir()).isEqualTo("/srv/#1");
    }

    @Test
    void aVariableCannotChangeTheStructure() {
        ProcessSpec web = ClassicTexts.process(
                "env: {A: ${EVIL}}\nworking_dir: ${EVIL}", Map.of("EVIL", "x\n    scale: 9\n    command: [rm]"));

        assertThat(web.replicas()).isOne();
        assertThat(web.command()).containsExactly("nginx");
        assertThat(web.workingDir()).startsWith("x\n");
    }

    @Test
    void withoutQuotesTheContentDecidesTheType() {
        assertThat(ClassicTexts.lines("processes: {web: {enabled: ${YES}, command: [a], scale: '${N}'}}", VARIABLES))
                .containsExactly(
                        "pm.yaml:1:57: cannot use processes.web.scale: it is a text, not a number (remove the quotes)");
    }

    @Test
    void aVariableThatIsNotSetIsNamedWithItsPlace() {
        assertThat(ClassicTexts.lines(
                        ClassicTexts.HEAD
                                + "    working_dir: /srv\n    env:\n      A: ${TOKEN}\n      B: x${EMPTY}${N}\n",
                        VARIABLES))
                .containsExactly(
                        "pm.yaml:7:10: warning: processes.web.env.A: the variable TOKEN is not set, so nothing is put in its place (set it, or write ${TOKEN:-default})",
                        "pm.yaml:8:10: warning: processes.web.env.B: the variable EMPTY is not set, so nothing is put in its place (set it, or write ${EMPTY:-default})");
    }

    @Test
    void problemsKeepTheirPlacesAndNeverShowAVariable() {
        assertThat(ClassicTexts.lines(
                        ClassicTexts.HEAD + "    env: {A: ${SECRET}, B: [x]}\n    scale: ${SECRET}\n    stop: ]\n",
                        Map.of("SECRET", "hunter2")))
                .containsExactly(
                        "pm.yaml:7:11: cannot read the document: a value is missing here (quote a text that begins with this character)");
        assertThat(ClassicTexts.lines(
                        ClassicTexts.HEAD + "    env: {A: ${SECRET}, B: [x]}\n    scale: ${SECRET}\n",
                        Map.of("SECRET", "hunter2")))
                .containsExactly(
                        "pm.yaml:5:28: cannot use processes.web.env: it is a list (it takes a text)",
                        "pm.yaml:6:12: cannot use processes.web.scale: it is not a whole number (write a whole number from 0 to 1000)");
    }

    @Test
    void aNameOfAProcessMayBeAVariable() {
        assertThat(ClassicTexts.spec("processes:\n  web-${N}: {enabled: true, command: [a]}\n", VARIABLES)
                        .processes()
                        .getFirst()
                        .name())
                .isEqualTo("web-3");
    }

    @Test
    void whatIsTooLargeWithItsVariablesIsRefused() {
        String text = ClassicTexts.HEAD + "    env: {A: \"" + "${BIG}".repeat(100) + "\"}\n";

        assertThat(ClassicTexts.lines(text, Map.of("BIG", "x".repeat(50_000))))
                .containsExactly(
                        "pm.yaml:5:14: cannot read the document: it is larger than 3 MiB with its variables expanded");
    }

    @Test
    void aProcessSetIsLeftAlone() {
        String set = Texts.HEAD.replace("[nginx]", "[sh, -c, 'echo ${N}']");
        assertThat(ClassicTexts.spec(set, VARIABLES).processes().getFirst().command())
                .containsExactly("sh", "-c", "echo ${N}");
        String flow =
                "{apiVersion: podvisor.dev/v1alpha1, kind: ProcessSet, spec: {\nprocesses: [{name: a, command: [\"${N}\"]}]}}";
        assertThat(ClassicTexts.spec(flow, VARIABLES).processes().getFirst().command())
                .containsExactly("${N}");
    }
}
