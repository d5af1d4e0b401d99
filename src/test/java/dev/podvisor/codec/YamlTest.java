package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.ProcessSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to write a document that mean the same. */
class YamlTest {

    @Test
    void anAliasStandsForItsNode() {
        ProcessSet set = Texts.set("""
                apiVersion: podvisor.dev/v1alpha1
                kind: ProcessSet
                spec:
                  processes:
                    - &web
                      name: web
                      command: &command [nginx, -g, "daemon off;"]
                    - name: two
                      command: *command
                """);
        assertThat(set.spec().processes().get(1).command()).containsExactly("nginx", "-g", "daemon off;");
    }

    @Test
    void aMergeBringsInWhatIsNotThereAndExplicitKeysWin() {
        List<ProcessSpec> processes = Texts.set("""
                        apiVersion: podvisor.dev/v1alpha1
                        kind: ProcessSet
                        spec:
                          processes:
                            - &a {name: a, command: [a], replicas: 2, stopSignal: SIGINT}
                            - &b {name: b, command: [b], replicas: 3, workingDir: /b}
                            - name: c
                              <<: [*a, *b]
                            - <<: *b
                              name: d
                              replicas: 4
                        """).spec().processes();
        ProcessSpec c = processes.get(2);
        assertThat(c.name()).isEqualTo("c");
        assertThat(c.command()).containsExactly("a");
        assertThat(c.replicas()).isEqualTo(2);
        assertThat(c.workingDir()).isEqualTo("/b");
        assertThat(c.stopSignal().name()).isEqualTo("SIGINT");
        assertThat(processes.get(3).replicas()).isEqualTo(4);
        assertThat(processes.get(3).command()).containsExactly("b");
    }

    @Test
    void aQuotedMergeKeyIsAKeyAndASecondMergeIsOneTooMany() {
        assertThat(Texts.lines(Texts.HEAD + "      \"<<\": {replicas: 2}\n"))
                .singleElement()
                .asString()
                .startsWith("shop.yaml:7:7: cannot use spec.processes[0][\"<<\"]: there is no such field");
        assertThat(Texts.lines(Texts.HEAD + "      <<: {replicas: 2}\n      <<: {replicas: 3}\n"))
                .containsExactly(
                        "shop.yaml:8:7: cannot use spec.processes[0][\"<<\"]: this key is there twice (keep one of the two)");
    }

    @Test
    void aKeyWithoutValueIsAsGoodAsAbsent() {
        ProcessSpec process = Texts.process("replicas:\nworkingDir: ~\nbackoff: null\nenv:\nstopSignal: NULL");
        assertThat(process).isEqualTo(Texts.process(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE", "yes", "on", "y"})
    void flagsAreReadAsKubernetesReadsThem(String flag) {
        ProcessSpec process = Texts.process("envFrom: [{file: {path: a, optional: " + flag + "}}]");
        assertThat(process.envFrom().getFirst().file().optional()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1.2.3",
                "8.8.8.8",
                "12:30",
                "2024-01-01",
                "1-2",
                "-g",
                "+",
                ".",
                "..",
                "./a",
                "0x",
                "0xg",
                "1e",
                "_1",
                "truth",
                "nullable",
                "\"8080\"",
                "'yes'",
                "\"\"",
                "!!str 8080",
                "! yes",
                "|\n    8080",
                ">-\n    yes",
                "~/bin",
                "a#b",
                "$(HOME)"
            })
    void textsThatOnlyLookLikeSomethingElseAreTexts(String text) {
        assertThat(Texts.process("args:\n  - " + text).args()).hasSize(1);
    }

    @Test
    void standardTagsAreTaken() {
        ProcessSpec process = Texts.process("replicas: !!int \"3\"\nargs: !!seq [!!str 5]\nbackoff: !!map {factor: 3}");
        assertThat(process.replicas()).isEqualTo(3);
        assertThat(process.args()).containsExactly("5");
        assertThat(process.backoff().factor()).isEqualTo(3);
    }

    @Test
    void freeKeysMayBeAnything() {
        ProcessSet set =
                Texts.set(Texts.HEAD + "metadata: {name: shop, labels: {app.kubernetes.io/name: a, 1: b, yes: c}}\n");
        assertThat(set.metadata().labels()).containsOnlyKeys("app.kubernetes.io/name", "1", "yes");
    }

    @Test
    void jsonIsTakenWithTabsAndEscapedSlashesAsPhpWritesThem() {
        ProcessSpec process = Texts.set("""
                        {
                        \t"apiVersion":\t"podvisor.dev\\/v1alpha1",
                        \t"kind": "ProcessSet",
                        \t"spec": {"processes": [
                        \t\t{"name": "web", "command": ["\\/usr\\/sbin\\/nginx", "a\\tb", "\\ud83d\\ude00", "\\\\\\/"], "replicas": 2}
                        \t]}
                        }
                        """).spec().processes().getFirst();
        assertThat(process.command()).containsExactly("/usr/sbin/nginx", "a\tb", "😀", "\\/");
        assertThat(process.replicas()).isEqualTo(2);
    }

    @Test
    void tabsInTextsOfAFlowDocumentStay() {
        ProcessSet set = Texts.set(
                "{apiVersion: podvisor.dev/v1alpha1, kind: ProcessSet, spec: {processes: [{name: a, command: ['a\tb', \"c\td\"]}]}}");
        assertThat(set.spec().processes().getFirst().command()).containsExactly("a\tb", "c\td");
    }

    @Test
    void lineEndsOfAnySystemCount() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            assertThat(Texts.lines((Texts.HEAD + "      bad: 1\n").replace("\n", end)))
                    .singleElement()
                    .asString()
                    .startsWith("shop.yaml:7:7: ");
        }
    }

    @Test
    void columnsCountCharacters() {
        assertThat(Texts.lines(Texts.HEAD + "      args: [\"äöü€😀\", 1]\n"))
                .singleElement()
                .asString()
                .startsWith("shop.yaml:7:23: ");
    }

    @Test
    void longLinesAndTextsAreFine() {
        String text = "ä€😀 ".repeat(10_000).strip();
        assertThat(Texts.process("args: [\"" + text + "\", '" + text + "', " + text + "]")
                        .args())
                .containsExactly(text, text, text);
    }
}
