package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about documents of the classic form, line by line. */
class ClassicProblemsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aKeyOfAProcess(String key, String expected) {
        assertThat(ClassicTexts.lines(ClassicTexts.HEAD + key.indent(4))).containsExactly("pm.yaml:" + expected);
    }

    static Stream<Arguments> aKeyOfAProcess() {
        return Stream.of(
                c(
                        "scale: three",
                        "5:12: cannot use processes.web.scale: \"three\" is not a whole number (write a whole number from 0 to 1000)"),
                c(
                        "scale: \"3\"",
                        "5:12: cannot use processes.web.scale: \"3\" is a text, not a number (remove the quotes)"),
                c(
                        "scale: 1001",
                        "5:12: cannot use processes.web.scale: 1001 is more than 1000 (write a whole number from 0 to 1000)"),
                c(
                        "type: onehot",
                        "5:11: cannot use processes.web.type: \"onehot\" is not one of oneshot, longrun (did you mean oneshot?)"),
                c(
                        "restart: allways",
                        "5:14: cannot use processes.web.restart: \"allways\" is not one of always, on-failure, never (did you mean always?)"),
                c("env: [A, B]", "5:10: cannot use processes.web.env: it is a list, not a mapping (write key: value)"),
                c("env: {A: [secret]}", "5:14: cannot use processes.web.env: it is a list (it takes a text)"),
                c(
                        "env: {A: \"se\\0cret\"}",
                        "5:14: cannot use processes.web.env: it is not a text (it must not hold NUL)"),
                c(
                        "env: {'A=secret': b}",
                        "5:11: cannot use processes.web.env: it is not a variable name (printable ASCII without =)"),
                c(
                        "depends_on: db",
                        "5:17: cannot use processes.web.depends_on: \"db\" is a text, not a list (write [db])"),
                c(
                        "depends_on: [wbe]",
                        "5:18: cannot use processes.web.depends_on[0]: there is no process \"wbe\" (did you mean web?)"),
                c(
                        "depends_on: [web]",
                        "5:17: cannot use processes.web.depends_on: the dependencies form a cycle: web -> web (remove one of them)"),
                c(
                        "shutdown: 5",
                        "5:15: cannot use processes.web.shutdown: 5 is a number, not a mapping (write key: value)"),
                c(
                        "shutdown: {signal: SIGTREM}",
                        "5:24: cannot use processes.web.shutdown.signal: \"SIGTREM\" is not a signal (did you mean SIGTERM?)"),
                c(
                        "shutdown: {timeout: soon}",
                        "5:25: cannot use processes.web.shutdown.timeout: \"soon\" is not a duration (write whole seconds, such as 30, or 1m30s)"),
                c(
                        "shutdown: {timeout: -5}",
                        "5:25: cannot use processes.web.shutdown.timeout: -5 is not a duration (write whole seconds, such as 30, or 1m30s)"),
                c(
                        "shutdown: {timeout: 48h}",
                        "5:25: cannot use processes.web.shutdown.timeout: \"48h\" is more than 86398 s (write whole seconds, such as 30, or 1m30s)"),
                c(
                        "shutdown: {timeout: [5]}",
                        "5:25: cannot use processes.web.shutdown.timeout: it is a list, not a duration (write whole seconds, such as 30, or 1m30s)"),
                c(
                        "scale: 1\nscale: 2",
                        "6:5: cannot use processes.web.scale: this key is there twice, first on line 5 (keep one of the two)"),
                c("working_dir: [a]", "5:18: cannot use processes.web.working_dir: it is a list (it takes a path)"),
                // warnings
                c(
                        "shutdown: {timeout: 60}",
                        "5:25: warning: processes.web.shutdown.timeout: 60 s do not fit into the 30 s of global.shutdown_timeout (raise that one, or lower this one)"),
                c(
                        "shutdown: {kill_signal: TERM}",
                        "5:29: warning: processes.web.shutdown.kill_signal: what outlives its time gets SIGKILL (remove it)"),
                c(
                        "shutdown: {tiemout: 5}",
                        "5:16: warning: processes.web.shutdown.tiemout: there is no such key, so it has no effect (did you mean timeout?)"),
                c(
                        "comand: [a]",
                        "5:5: warning: processes.web.comand: there is no such key, so it has no effect (did you mean command?)"),
                c("x-note: 1", "5:5: warning: processes.web.x-note: there is no such key, so it has no effect"),
                c(
                        "type: oneshot\nrestart: always",
                        "6:14: warning: processes.web.restart: a oneshot that has succeeded is not run again (write on-failure or never)"),
                c(
                        "heartbeat: {interval: 5}",
                        "5:5: warning: processes.web.heartbeat: it does not work yet (no heartbeat is sent)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aDocument(String document, String expected) {
        assertThat(ClassicTexts.lines(document)).containsExactly(expected.split("\n"));
    }

    static Stream<Arguments> aDocument() {
        return Stream.of(
                c(
                        "global: {}",
                        "pm.yaml:1:1: cannot read the document: processes is missing (it takes a mapping, a key for each process)"),
                c(
                        "global: {}\nprocesses: [a]",
                        "pm.yaml:2:12: cannot use processes: it is a list, not a mapping (write key: value)"),
                c(
                        "processes: {}",
                        "pm.yaml:1:12: cannot use processes: there is no process (write enabled: true for each process that should run)"),
                c(
                        "global: 5\n" + ClassicTexts.HEAD,
                        "pm.yaml:1:9: cannot use global: 5 is a number, not a mapping (write key: value)"),
                c(
                        "processes: {web: {enabled: true}}",
                        "pm.yaml:1:18: cannot use processes.web: command is missing (it takes a list, such as [php-fpm, -F])"),
                c("processes: {web: nginx}", """
                        pm.yaml:1:13: warning: processes.web: it is not enabled, so it is left out (write enabled: true)
                        pm.yaml:1:18: cannot use processes.web: "nginx" is a text, not a mapping (write key: value)"""),
                c(
                        "processes: {web: {enabled: true, command: nginx -g}}",
                        "pm.yaml:1:43: cannot use processes.web.command: \"nginx -g\" is a text, not a list (write [nginx, -g])"),
                c("processes: {web: {command: [nginx]}}", """
                        pm.yaml:1:12: cannot use processes: none of them is to run (write enabled: true for each process that should run)
                        pm.yaml:1:13: warning: processes.web: it is not enabled, so it is left out (write enabled: true)"""),
                c(
                        ClassicTexts.HEAD
                                + "    depends_on: [off, cron]\n  off: {command: [a]}\n  cron: {enabled: true, command: [a], schedule: '* * * * *'}",
                        """
                        pm.yaml:5:18: warning: processes.web.depends_on[0]: that process is left out, so it is not waited for
                        pm.yaml:5:23: warning: processes.web.depends_on[1]: that process is left out, so it is not waited for
                        pm.yaml:6:3: warning: processes.off: it is not enabled, so it is left out (write enabled: true)
                        pm.yaml:7:39: warning: processes.cron.schedule: it does not work yet (the process is left out)"""),
                c("global: {max_restart_attempts: many, restart_policy: no}\n" + ClassicTexts.HEAD, """
                        pm.yaml:1:32: cannot use global.max_restart_attempts: "many" is not a whole number (write a whole number from -1000000 to 1000000)
                        pm.yaml:1:54: cannot use global.restart_policy: no is not one of always, on-failure, never"""));
    }

    @Test
    void warningsDoNotCrowdOutAnError() {
        String keys =
                IntStream.range(0, 150).mapToObj(i -> "    x" + i + ": 1\n").collect(Collectors.joining());
        assertThat(ClassicTexts.lines(ClassicTexts.HEAD + keys + "    scale: many\n"))
                .hasSize(101)
                .anyMatch(line -> line.startsWith("pm.yaml:155:12: cannot use processes.web.scale"));
    }

    private static Arguments c(String given, String expected) {
        return Arguments.of(given, expected);
    }
}
