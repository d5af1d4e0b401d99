package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlingRulesTest {

    /** What is said of a process with these fields, of which fatal problems are errors. */
    private static List<String> check(Object... fields) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            values.put((String) fields[i], fields[i + 1]);
        }
        List<String> found = new ArrayList<>();
        new HandlingRules(
                        "logging",
                        violation -> found.add((violation.fatal() ? "error: " : "warning: ")
                                + violation.path().replace("logging.", "") + ": " + violation.text()))
                .check(ProcessLoggingShape.SHAPE.build(values));
        return found;
    }

    private static Redaction redaction(String pattern, String replacement) {
        return new Redaction(new LogPattern(pattern), replacement);
    }

    @Test
    void defaultsBreakNoRule() {
        assertThat(check()).isEmpty();
    }

    @Test
    void sizesHaveABound() {
        assertThat(check("maxLineBytes", Amount.bytes(256 * 1024), "recentBytes", Amount.bytes(16 << 20)))
                .isEmpty();
        assertThat(check("maxLineBytes", Amount.bytes(1 << 20), "recentBytes", Amount.bytes((16 << 20) + 1)))
                .containsExactly(
                        "error: maxLineBytes: 1Mi is more than 256Ki",
                        "error: recentBytes: 16777217 is more than 16Mi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "tier", "app.kubernetes.io/name", "A_b-c.9"})
    void labelsHaveNames(String name) {
        assertThat(check("labels", Map.of(name, "any text, ü"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a b", "ä", "a\nb", "a=b"})
    void otherNamesOfLabelsAreErrors(String name) {
        assertThat(check("labels", Map.of(name, "v")))
                .containsExactly("error: labels: \"" + name.replace('\n', '?') + "\" is not a name of a label");
    }

    @Test
    void labelsAreFewAndShort() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 33; i++) {
            many.put("label-" + i, "v");
        }
        assertThat(check("labels", many)).containsExactly("error: labels: it has 33 keys");
        assertThat(check("labels", Map.of("n", "v".repeat(256)))).isEmpty();
        assertThat(check("labels", Map.of("n", "v".repeat(257))))
                .containsExactly("error: labels: \"n\" has 257 characters");
        assertThat(check("labels", Map.of("n", "a\tb")))
                .containsExactly("error: labels: \"n\" has a control character");
        assertThat(check("labels", Map.of("n".repeat(64), "")))
                .containsExactly("error: labels: \"" + "n".repeat(63) + "…\" is not a name of a label");
        many.clear();
        for (int i = 0; i < 9; i++) {
            many.put("n" + i, "ü".repeat(250));
        }
        assertThat(check("labels", many)).containsExactly("error: labels: they have 4518 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "", "^", "$", "\\b", "x?", "(a|)", "a{0,3}"})
    void aRedactionFindsSomething(String pattern) {
        assertThat(check("redact", List.of(redaction("x", "y"), redaction(pattern, "y"))))
                .containsExactly("error: redact[1].pattern: it is also found in an empty text");
        assertThat(check("include", List.of(new LogPattern(pattern)), "exclude", List.of(new LogPattern(pattern))))
                .as("which is fine elsewhere")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | $1 | the pattern has no group 1",
                "(x) | $1 | ''",
                "(x) | $0 and $12 | ''",
                "(x) | a$2 | the pattern has no group 2",
                "(?P<n>x) | ${n} | ''",
                "(?<n>x) | ${m} | the pattern has no group \"m\"",
                "(x) | ${1 | the ${ has no }",
                "x | 5 $ | ''",
                "x | $ 5 | ''",
                "x | \\$1 | ''",
                "x | \\\\$1 | the pattern has no group 1",
            })
    void aReplacementNamesGroupsThatThereAre(String pattern, String replacement, String text) {
        assertThat(check("redact", List.of(redaction(pattern, replacement))))
                .isEqualTo(text.isEmpty() ? List.of() : List.of("error: redact[0].replacement: " + text));
    }

    /** What the rules take for a group is one of RE2/J as well. */
    @ParameterizedTest
    @ValueSource(strings = {"$1", "$0 and $12", "5 $", "$ 5", "\\$1", "${n}", "a\\"})
    void aReplacementThatIsFineCanBeUsed(String replacement) {
        Redaction redaction = redaction("(?P<n>x)", replacement);
        assertThat(check("redact", List.of(redaction))).isEmpty();
        assertThat(redaction.pattern().compile().matcher("axb").replaceAll(replacement))
                .startsWith("a");
    }

    @Test
    void namesOfFieldsAreThereOnce() {
        assertThat(check("json", new JsonLines(List.of("a", "b", "a"), List.of("a", "a"))))
                .containsExactly(
                        "error: json.messageFields[2]: \"a\" is listed twice",
                        "error: json.levelFields[1]: \"a\" is listed twice");
    }

    @Test
    void whatHasNoEffectIsAWarning() {
        assertThat(check("pressure", PressurePolicy.DropOldest, "blockSeconds", 10))
                .containsExactly("warning: blockSeconds: it has no effect with pressure DropOldest");
        assertThat(check("blockSeconds", 10)).isEmpty();
        assertThat(check("inheritOutputs", false))
                .containsExactly("warning: inheritOutputs: its lines go nowhere but to podvisor logs");
        assertThat(check("level", LogLevel.Warning))
                .containsExactly("warning: level: every line is Info as long as no level is looked for");
        assertThat(check("level", LogLevel.Warning, "levelDetection", LevelDetection.SHAPE.build(Map.of())))
                .isEmpty();
        assertThat(check("level", LogLevel.Warning, "json", JsonLines.SHAPE.build(Map.of())))
                .isEmpty();
    }
}
