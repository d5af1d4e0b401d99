package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No problem shows anything of what stands under env and envFrom, whatever slip makes it a problem. */
class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // wrong types and shapes
                "env: [{name: A, value: [hunter2]}]",
                "env: [{name: A, value: {hunter2: hunter2}}]",
                "env: [{name: A, value: {hunter2}}]",
                "env: [{name: A, valueFrom: hunter2}]",
                "env: [{name: A, valueFrom: {file: hunter2}}]",
                "env: [{name: A, valueFrom: {hunter2: {path: hunter2}}}]",
                "env: [{name: A, valueFrom: {file: {path: [hunter2], optional: hunter2}}}]",
                "env: [{name: A=hunter2}]",
                "env: [{name: A, value: \"\\0hunter2\"}]",
                "env: [{name: A, value: \"\\ud800hunter2\"}]",
                "env: [A=hunter2]",
                "env: A=hunter2",
                "env: {A: hunter2, hunter2: x}",
                "envFrom: hunter2",
                "envFrom: [hunter2]",
                "envFrom: [{file: {path: a}, prefix: hunter2=}]",
                "envFrom: [{file: {path: a}, hunter2: a}]",
                // keys that are parts of values
                "env: [{name: A, value: pa,hunter2}]",
                "env: [{name: A, value: pa,hunter2,hunter2}]",
                "env: [{name: A, vlue: hunter2}]",
                "env: [{name: A, hunter2: value}]",
                "env: [{name: A, value: x, ? [hunter2] : b}]",
                "env: [{name: A, value: x, <<: hunter2}]",
                // values that YAML takes for something else
                "env:\n  - name: A\n    value: hunter2: x",
                "env:\n  - name: A\n    value: @hunter2",
                "env:\n  - name: A\n    value: %hunter2",
                "env:\n  - name: A\n    value: `hunter2",
                "env:\n  - name: A\n    value: !hunter2",
                "env:\n  - name: A\n    value: !hunter2!hunter2 x",
                "env:\n  - name: A\n    value: !<hunter2> x",
                "env:\n  - name: A\n    value: *hunter2",
                "env:\n  - name: A\n    value: *hunter2.x",
                "env:\n  - name: A\n    value: &hunter2.x",
                "env:\n  - name: A\n    value: |hunter2",
                "env:\n  - name: A\n    value: \"hunter2",
                "env:\n  - name: A\n    value: \"hunter2\" hunter2",
                "env:\n  - name: A\n    value: \"\\hunter2\"",
                "env:\n  - name: A\n    value: \"\\xhunter2\"",
                "env:\n  - name: A\n    value: [hunter2",
                "env:\n  - name: A\n    value: {hunter2",
                "env:\n  - name: A\n    value: ]hunter2",
                "env:\n  - name: A\n    value: - hunter2",
                "env:\n  - name: A\n    value: x\n  hunter2",
                "env:\n  - name: A\n    value: x\n   hunter2: y",
                "env:\n  - name: A\n  hunter2: x",
                "env:\n  - name: A\n    value:\n\thunter2",
                "env:\n  - name: A\n    value: x\n    hunter2\n    y: z",
                "env:\n  - name: A\n    value: hunter2\u0001",
                // values that other places share
                "env: [{name: A, value: &s hunter2}]\nrestartPolicy: *s",
                "env: [{name: A, value: &s hunter2}]\nreplicas: *s",
                "env: [{name: A, value: &s hunter2}]\nargs: *s",
                "env: [{name: A, value: &s hunter2}]\nbackoff: *s",
                "env: [{name: A, value: &s hunter2}]\nenvFrom: [{file: {path: *s, *s : 1, *s : 2}}]",
                "env: [{name: A, value: &s hunter2}]\n*s : 1",
                "env: [{name: A, value: &s hunter2}]\ndependsOn: [*s]",
            })
    void areNeverShown(String fields) {
        ReadResult result = Texts.read(Texts.HEAD + fields.indent(6));
        assertThat(result).isInstanceOf(ReadResult.Rejected.class);
        assertThat(Texts.lines(result))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("hunter"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "0x12345678", "12345678.5", "\"12345678"})
    void numbersAreNoException(String value) {
        assertThat(Texts.lines(Texts.HEAD + "      env:\n        - name: A\n          value: " + value + "\n"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("12345678"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "Off", "~true"})
    void aFlagAsValueIsNotTold(String value) {
        assertThat(Texts.lines(Texts.HEAD + "      env: [{name: A, value: " + value + "}]\n"))
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain(value)
                        .contains("env[0].value")
                        .contains("put it in quotes"));
    }
}
