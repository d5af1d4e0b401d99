package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said about documents as wholes. */
class DocumentProblemsTest {

    @Test
    void allProblemsAreShownAtOnceInTheOrderOfTheText() {
        assertThat(Texts.lines("""
                        apiVersion: podvisor.dev/v1
                        kind: Processset
                        metadata: {name: shop, labels: {tier: 1}}
                        spec:
                          terminationGracePeriodSeconds: 30s
                          processes:
                            - name: web
                              comand: [nginx]
                            - name: web
                              command: [nginx]
                              dependsOn: [{name: db}, {name: wbe}]
                            - command: [a]
                        """))
                .containsExactly(
                        "shop.yaml:1:13: cannot use apiVersion: \"podvisor.dev/v1\" is not podvisor.dev/v1alpha1 (did you mean podvisor.dev/v1alpha1?)",
                        "shop.yaml:2:7: cannot use kind: \"Processset\" is not ProcessSet (did you mean ProcessSet?)",
                        "shop.yaml:3:39: cannot use metadata.labels.tier: 1 is a number, not a text (write \"1\")",
                        "shop.yaml:5:34: cannot use spec.terminationGracePeriodSeconds: \"30s\" is not a whole number (write 30)",
                        "shop.yaml:8:7: cannot use spec.processes[0].comand: there is no such field (did you mean command?)",
                        "shop.yaml:12:7: cannot use spec.processes[2]: name is missing (it takes a name)");
    }

    @Test
    void rulesBetweenFieldsAreCheckedBesideProblemsOfFields() {
        assertThat(Texts.lines("""
                        apiVersion: podvisor.dev/v1alpha1
                        kind: ProcessSet
                        spec:
                          processes:
                            - name: web
                              command: [nginx]
                              replicas: many
                            - name: web
                              command: [nginx]
                            - name: php
                              command: [php]
                              dependsOn: [{name: wbe}, {name: web, condition: Completed}]
                              terminationGracePeriodSeconds: 60
                        """))
                .containsExactly(
                        "shop.yaml:7:17: cannot use spec.processes[0].replicas: \"many\" is not a whole number (write a whole number from 0 to 1000)",
                        "shop.yaml:8:13: cannot use spec.processes[1].name: \"web\" is also the name of spec.processes[0] (each process needs a name of its own)",
                        "shop.yaml:12:26: cannot use spec.processes[2].dependsOn[0].name: there is no process \"wbe\" (did you mean web?)",
                        "shop.yaml:13:38: warning: spec.processes[2].terminationGracePeriodSeconds: 60 s do not fit into the 28 s that a stop of everything may take (raise spec.terminationGracePeriodSeconds and the Pod's own to 62 or lower this one)");
    }

    @Test
    void nothingIsReportedThatOnlyFollowsFromAnotherProblem() {
        assertThat(Texts.lines("""
                        apiVersion: podvisor.dev/v1alpha1
                        kind: ProcessSet
                        spec:
                          terminationGracePeriodSeconds: 90 s
                          processes:
                            - name: migrate
                              command: [migrate]
                              restartPolicy: onFailure
                            - name: web
                              command: [nginx]
                              dependsOn: [{name: migrate, condition: Completed}]
                              terminationGracePeriodSeconds: 60
                          signals: [{signal: SIGUSR1, action: forward, processes: [db]}]
                        """))
                .containsExactly(
                        "shop.yaml:4:34: cannot use spec.terminationGracePeriodSeconds: \"90 s\" is not a whole number (write a whole number from 0 to 86400 seconds)",
                        "shop.yaml:8:22: cannot use spec.processes[0].restartPolicy: \"onFailure\" is not one of Always, OnFailure, Never (did you mean OnFailure?)",
                        "shop.yaml:13:39: cannot use spec.signals[0].action: \"forward\" is not one of Forward, Stop, Ignore (did you mean Forward?)");
    }

    @Test
    void aCycleIsShownWithItsNames() {
        assertThat(Texts.lines("""
                        apiVersion: podvisor.dev/v1alpha1
                        kind: ProcessSet
                        spec:
                          processes:
                            - {name: a, command: [a], dependsOn: [{name: b}]}
                            - {name: b, command: [b], dependsOn: [{name: c}]}
                            - {name: c, command: [c], dependsOn: [{name: a}]}
                        """))
                .containsExactly(
                        "shop.yaml:5:42: cannot use spec.processes[0].dependsOn: the dependencies form a cycle: a -> b -> c -> a (remove one of them)");
    }

    @Test
    void warningsLeaveTheDocumentUsable() {
        ReadResult result = Texts.read(Texts.HEAD + "      restartPolicy: Never\n      maxRestarts: 3\n");
        assertThat(result).isInstanceOf(ReadResult.Spec.class);
        assertThat(Texts.lines(result))
                .containsExactly(
                        "shop.yaml:8:20: warning: spec.processes[0].maxRestarts: it has no effect with restartPolicy Never (remove it)");
    }

    @Test
    void aMissingFieldIsLocatedAtItsMapping() {
        assertThat(Texts.lines("apiVersion: podvisor.dev/v1alpha1\nkind: ProcessSet\nspec:\n  signals: []\n"))
                .containsExactly(
                        "shop.yaml:4:3: cannot use spec: processes is missing (it takes a list, each item a mapping of name, command, args, env, envFrom, …)");
        assertThat(Texts.lines("kind: ProcessSet\n"))
                .containsExactly(
                        "shop.yaml:1:1: cannot read the document: apiVersion is missing (it takes podvisor.dev/v1alpha1)",
                        "shop.yaml:1:1: cannot read the document: spec is missing (it takes a mapping of terminationGracePeriodSeconds, processes, signals, cgroupPolicy, usage, …)");
    }

    @Test
    void afterAHundredProblemsTheRestIsCounted() {
        String keys =
                IntStream.range(0, 150).mapToObj(i -> "      x" + i + ": 1\n").collect(Collectors.joining());
        List<String> lines = Texts.lines(Texts.HEAD + keys);
        assertThat(lines).hasSize(101);
        assertThat(lines.get(99)).startsWith("shop.yaml:106:7: cannot use spec.processes[0].x99");
        assertThat(lines.get(100))
                .isEqualTo("shop.yaml:107:7: cannot read the document: and 50 more (solve these first)");
    }

    @Test
    void moreThanAThousandReplicasAreRefusedAsAWhole() {
        assertThat(Texts.lines(Texts.HEAD + "      replicas: 600\n    - {name: b, command: [b], replicas: 401}\n"))
                .containsExactly(
                        "shop.yaml:5:5: cannot use spec.processes: it has 1001 replicas in all (at most 1000 of all processes together)");
        String many = IntStream.range(0, 1000)
                .mapToObj(i -> "    - {name: p" + i + ", command: [a], bad: 1}\n")
                .collect(Collectors.joining());
        assertThat(Texts.lines(Texts.HEAD + many))
                .containsExactly(
                        "shop.yaml:5:5: cannot use spec.processes: it has 1001 processes (at most 1000 of all processes together)");
    }

    @Test
    void aThousandReplicasAreAccepted() {
        assertThat(Texts.process("replicas: 1000").replicas()).isEqualTo(1000);
    }

    @Test
    void aDocumentOfAnotherKindIsNotShown() {
        assertThat(Texts.lines("password: hunter2\nuser: admin\n"))
                .containsExactly(
                        "shop.yaml:1:1: cannot read the document: it is no ProcessSet (begin with apiVersion: podvisor.dev/v1alpha1)");
        assertThat(Texts.lines("just a text")).singleElement().asString().contains("it is no ProcessSet");
        assertThat(Texts.lines("[a, b]")).singleElement().asString().contains("it is no ProcessSet");
    }

    @Test
    void anEmptyDocumentSaysHowToBegin() {
        for (String empty : List.of("", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff")) {
            assertThat(Texts.lines(empty))
                    .containsExactly(
                            "shop.yaml:1:1: cannot read the document: it is empty (begin with apiVersion: podvisor.dev/v1alpha1)");
        }
    }

    @Test
    void aSecondDocumentIsRefusedButEmptyOnesAreNot() {
        assertThat(Texts.lines("---\n" + Texts.HEAD + "---\n" + Texts.HEAD))
                .containsExactly(
                        "shop.yaml:9:1: cannot read the document: there is a second document (keep one in each file)");
        assertThat(Texts.set("---\n---\n" + Texts.HEAD + "---\n# nothing\n---\n")
                        .spec()
                        .processes())
                .hasSize(1);
    }

    @Test
    void messagesStayOnOneLine() {
        assertThat(Texts.lines(Texts.HEAD + "      restartPolicy: \"a\\nb\\e[31m\\u2028c\"\n"))
                .containsExactly(
                        "shop.yaml:7:22: cannot use spec.processes[0].restartPolicy: \"a\\nb\\u001b[31m\\u2028c\" is not one of Always, OnFailure, Never");
    }
}
