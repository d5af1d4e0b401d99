package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about a field of a process that holds something wrong; the field is on line 7, column 7. */
class FieldProblemsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void sayWhatIsWrongAndWhatWouldBeRight(String field, String expected) {
        assertThat(Texts.lines(Texts.HEAD + field.indent(6))).containsExactly("shop.yaml:" + expected);
    }

    static Stream<Arguments> sayWhatIsWrongAndWhatWouldBeRight() {
        return Stream.of(
                // whole numbers
                c(
                        "replicas: three",
                        "7:17: cannot use spec.processes[0].replicas: \"three\" is not a whole number (write a whole number from 0 to 1000)"),
                c(
                        "replicas: \"3\"",
                        "7:17: cannot use spec.processes[0].replicas: \"3\" is a text, not a number (remove the quotes)"),
                c(
                        "replicas: 1001",
                        "7:17: cannot use spec.processes[0].replicas: 1001 is more than 1000 (write a whole number from 0 to 1000)"),
                c(
                        "replicas: -1",
                        "7:17: cannot use spec.processes[0].replicas: -1 is less than 0 (write a whole number from 0 to 1000)"),
                c(
                        "replicas: 99999999999999999999",
                        "7:17: cannot use spec.processes[0].replicas: 99999999999999999999 is more than 1000 (write a whole number from 0 to 1000)"),
                c(
                        "replicas: -99999999999999999999",
                        "7:17: cannot use spec.processes[0].replicas: -99999999999999999999 is less than 0 (write a whole number from 0 to 1000)"),
                c(
                        "replicas: 010",
                        "7:17: cannot use spec.processes[0].replicas: 010 is ambiguous, as a leading 0 may mean octal (write 10)"),
                c("replicas: 08", "7:17: cannot use spec.processes[0].replicas: 08 is not in plain digits (write 8)"),
                c(
                        "replicas: 0x10",
                        "7:17: cannot use spec.processes[0].replicas: 0x10 is not in plain digits (write 16)"),
                c(
                        "replicas: 0b11",
                        "7:17: cannot use spec.processes[0].replicas: 0b11 is not in plain digits (write 3)"),
                c(
                        "replicas: 0o17",
                        "7:17: cannot use spec.processes[0].replicas: 0o17 is not in plain digits (write 15)"),
                c(
                        "replicas: 1_000",
                        "7:17: cannot use spec.processes[0].replicas: 1_000 is not in plain digits (write 1000)"),
                c("replicas: +3", "7:17: cannot use spec.processes[0].replicas: +3 is not in plain digits (write 3)"),
                c("replicas: 3.0", "7:17: cannot use spec.processes[0].replicas: 3.0 is not in plain digits (write 3)"),
                c(
                        "replicas: 1e2",
                        "7:17: cannot use spec.processes[0].replicas: 1e2 is not in plain digits (write 100)"),
                c(
                        "replicas: 1.5",
                        "7:17: cannot use spec.processes[0].replicas: 1.5 is not a whole number (write a whole number from 0 to 1000)"),
                c(
                        "replicas: .inf",
                        "7:17: cannot use spec.processes[0].replicas: .inf is not a whole number (write a whole number from 0 to 1000)"),
                c(
                        "replicas: yes",
                        "7:17: cannot use spec.processes[0].replicas: yes is not a whole number (write a whole number from 0 to 1000)"),
                c(
                        "replicas: [3]",
                        "7:17: cannot use spec.processes[0].replicas: it is a list (it takes a whole number from 0 to 1000)"),
                c(
                        "replicas: {n: 3}",
                        "7:17: cannot use spec.processes[0].replicas: it is a mapping (it takes a whole number from 0 to 1000)"),
                c(
                        "terminationGracePeriodSeconds: 30s",
                        "7:38: cannot use spec.processes[0].terminationGracePeriodSeconds: \"30s\" is not a whole number (write 30)"),
                c(
                        "terminationGracePeriodSeconds: 1h30m",
                        "7:38: cannot use spec.processes[0].terminationGracePeriodSeconds: \"1h30m\" is not a whole number (write 5400)"),
                c(
                        "terminationGracePeriodSeconds: 90000",
                        "7:38: cannot use spec.processes[0].terminationGracePeriodSeconds: 90000 is more than 86400 (write a whole number from 0 to 86400 seconds)"),
                c(
                        "backoff: {initialMilliseconds: 2s}",
                        "7:38: cannot use spec.processes[0].backoff.initialMilliseconds: \"2s\" is not a whole number (write 2000)"),
                c(
                        "successExitCodes: [0, 256]",
                        "7:29: cannot use spec.processes[0].successExitCodes[1]: 256 is more than 255 (write a whole number from 0 to 255)"),
                // texts
                c(
                        "workingDir: 8080",
                        "7:19: cannot use spec.processes[0].workingDir: 8080 is a number, not a text (write \"8080\")"),
                c(
                        "workingDir: yes",
                        "7:19: cannot use spec.processes[0].workingDir: yes means true, not a text (write \"yes\")"),
                c(
                        "workingDir: Off",
                        "7:19: cannot use spec.processes[0].workingDir: Off means false, not a text (write \"Off\")"),
                c("workingDir: \"\"", "7:19: cannot use spec.processes[0].workingDir: it is empty (it takes a path)"),
                c(
                        "workingDir: [/srv]",
                        "7:19: cannot use spec.processes[0].workingDir: it is a list (it takes a path)"),
                c(
                        "workingDir: /" + "a".repeat(4096),
                        "7:19: cannot use spec.processes[0].workingDir: it is 4097 characters long (at most 4096)"),
                c(
                        "args: [-p, 8080]",
                        "7:18: cannot use spec.processes[0].args[1]: 8080 is a number, not a text (write \"8080\")"),
                c(
                        "args: [a, ~]",
                        "7:17: cannot use spec.processes[0].args[1]: it is empty (write \"\" for an empty text)"),
                c(
                        "args: [a, b\0]".replace("\0", "") + "\n" + "workingDir: \"a\\0b\"",
                        "8:19: cannot use spec.processes[0].workingDir: \"a\\u0000b\" is not a path (it takes a path)"),
                c(
                        "args: [\"\\ud800\"]",
                        "7:14: cannot use spec.processes[0].args[0]: it holds half of a surrogate pair (write the character itself, or \\U and 8 digits)"),
                c(
                        "dependsOn: [{name: Data_Base}]",
                        "7:26: cannot use spec.processes[0].dependsOn[0].name: \"Data_Base\" is not a name (write data-base)"),
                c(
                        "dependsOn: [{name: -db}]",
                        "7:26: cannot use spec.processes[0].dependsOn[0].name: \"-db\" is not a name (lower-case letters, digits and '-', no '-' at its ends)"),
                // words
                c(
                        "restartPolicy: never",
                        "7:22: cannot use spec.processes[0].restartPolicy: \"never\" is not one of Always, OnFailure, Never (did you mean Never?)"),
                c(
                        "restartPolicy: on-failure",
                        "7:22: cannot use spec.processes[0].restartPolicy: \"on-failure\" is not one of Always, OnFailure, Never (did you mean OnFailure?)"),
                c(
                        "restartPolicy: sometimes",
                        "7:22: cannot use spec.processes[0].restartPolicy: \"sometimes\" is not one of Always, OnFailure, Never"),
                c(
                        "restartPolicy: no",
                        "7:22: cannot use spec.processes[0].restartPolicy: no is not one of Always, OnFailure, Never"),
                c(
                        "stopSignal: TERM",
                        "7:19: cannot use spec.processes[0].stopSignal: \"TERM\" is not a signal (did you mean SIGTERM?)"),
                c(
                        "stopSignal: SIGTRM",
                        "7:19: cannot use spec.processes[0].stopSignal: \"SIGTRM\" is not a signal (did you mean SIGTERM?)"),
                c(
                        "stopSignal: 15",
                        "7:19: cannot use spec.processes[0].stopSignal: 15 is not a signal (such as SIGHUP, SIGINT, SIGQUIT)"),
                c(
                        "stopSignal: SIGRTMIN+31",
                        "7:19: cannot use spec.processes[0].stopSignal: \"SIGRTMIN+31\" is not a signal (such as SIGHUP, SIGINT, SIGQUIT)"),
                // lists
                c(
                        "args: nginx -g \"daemon off;\"",
                        "7:13: cannot use spec.processes[0].args: \"nginx -g \\\"daemon off;\\\"\" is a text, not a list (write [nginx, -g, \"daemon off;\"])"),
                c(
                        "args: tail -f log | grep x",
                        "7:13: cannot use spec.processes[0].args: \"tail -f log | grep x\" is a text, not a list (write [sh, -c, \"tail -f log | grep x\"])"),
                c(
                        "args: -p 80 --name=a",
                        "7:13: cannot use spec.processes[0].args: \"-p 80 --name=a\" is a text, not a list (write [-p, \"80\", --name=a])"),
                c(
                        "args: " + "x ".repeat(70) + "y",
                        "7:13: cannot use spec.processes[0].args: \"" + "x ".repeat(30)
                                + "…\" is a text, not a list (write it as a list, such as [nginx, -g, \"daemon off;\"])"),
                c(
                        "successExitCodes: 3",
                        "7:25: cannot use spec.processes[0].successExitCodes: 3 is a number, not a list (write [3])"),
                c(
                        "successExitCodes: []",
                        "7:25: cannot use spec.processes[0].successExitCodes: it has no items (write a whole number from 0 to 255)"),
                c(
                        "dependsOn: db",
                        "7:18: cannot use spec.processes[0].dependsOn: \"db\" is a text, not a list (write [{name: db}])"),
                c(
                        "dependsOn: {name: db}",
                        "7:18: cannot use spec.processes[0].dependsOn: it is a mapping, not a list (begin each item with '- '; it has the keys name, condition)"),
                c(
                        "successExitCodes: [" + "1, ".repeat(256) + "1]",
                        "7:25: cannot use spec.processes[0].successExitCodes: it has 257 items (at most 256)"),
                // mappings
                c(
                        "dependsOn: [db]",
                        "7:19: cannot use spec.processes[0].dependsOn[0]: \"db\" is a text, not a mapping (write {name: db})"),
                c(
                        "backoff: 5",
                        "7:16: cannot use spec.processes[0].backoff: 5 is a number, not a mapping (its keys are initialMilliseconds, factor, maxSeconds, jitterPercent, stabilizationWindowSeconds, recoverySeconds)"),
                c(
                        "backoff: [5]",
                        "7:16: cannot use spec.processes[0].backoff: it is a list, not a mapping (its keys are initialMilliseconds, factor, maxSeconds, jitterPercent, stabilizationWindowSeconds, recoverySeconds)"),
                c(
                        "dependsOn: [{condition: Ready}]",
                        "7:19: cannot use spec.processes[0].dependsOn[0]: name is missing (it takes a name)"),
                c(
                        "dependsOn: [{name: }]",
                        "7:25: cannot use spec.processes[0].dependsOn[0]: name is empty (it takes a name)"),
                // keys
                c(
                        "replcas: 3",
                        "7:7: cannot use spec.processes[0].replcas: there is no such field (did you mean replicas?)"),
                c(
                        "restart_policy: Never",
                        "7:7: cannot use spec.processes[0].restart_policy: there is no such field (did you mean restartPolicy?)"),
                c(
                        "jitterPercent: 3",
                        "7:7: cannot use spec.processes[0].jitterPercent: there is no such field (it belongs into backoff)"),
                c(
                        "schedule: \"* * * * *\"",
                        "7:7: cannot use spec.processes[0].schedule: there is no such field (known here: name, command, args, env, envFrom, …)"),
                c(
                        "\"a b\": 1",
                        "7:7: cannot use spec.processes[0][\"a b\"]: there is no such field (known here: name, command, args, env, envFrom, …)"),
                c(
                        "replicas: 1\nreplicas: 2",
                        "8:7: cannot use spec.processes[0].replicas: this key is there twice, first on line 7 (keep one of the two)"),
                c(
                        "name: db",
                        "7:7: cannot use spec.processes[0].name: this key is there twice, first on line 5 (keep one of the two)"),
                c("? [a]\n: b", "7:9: cannot read the document: a key is not a text (write key: value)"),
                // flags
                c(
                        "envFrom: [{file: {path: a, optional: maybe}}]",
                        "7:44: cannot use spec.processes[0].envFrom[0].file.optional: it is a text, not true or false (write true or false)"),
                c(
                        "envFrom: [{file: {path: a, optional: \"yes\"}}]",
                        "7:44: cannot use spec.processes[0].envFrom[0].file.optional: it is a text, not true or false (remove the quotes)"),
                c(
                        "envFrom: [{file: {path: a, optional: 1}}]",
                        "7:44: cannot use spec.processes[0].envFrom[0].file.optional: it is a number, not true or false (write true or false)"));
    }

    private static Arguments c(String field, String expected) {
        return Arguments.of(field, expected);
    }
}
