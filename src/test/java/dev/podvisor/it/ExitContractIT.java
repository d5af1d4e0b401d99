package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExitContractIT extends ImageTests {

    @Test
    void zeroWhenEveryProcessHasCompleted() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: one, command: [sh, -c, "echo one"], restartPolicy: OnFailure}
                - {name: two, command: [sh, -c, "echo two"], restartPolicy: Never}
                """));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(podvisor.out().lines()).containsExactlyInAnyOrder("one | one", "two | two");
        assertThat(podvisor.terminationMessage()).isEqualTo("every process has completed");
    }

    @Test
    void codeOfTheFailedProcessWhenNothingIsLeftToRun() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: best, command: [sh, -c, exit 4], restartPolicy: Never, criticality: BestEffort}
                - {name: job, command: [sh, -c, exit 3], restartPolicy: Never}
                """));

        assertThat(podvisor.waitFor()).isEqualTo(3);
        assertThat(podvisor.terminationMessage()).isEqualTo("process job failed: exited with code 3");
    }

    @Test
    void criticalProcessEndsTheContainerWithItsCode() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: other, command: [sleep, "1000"]}
                - {name: web, command: [sh, -c, "kill -SEGV $$$$"], restartPolicy: Never, criticality: Critical}
                """));

        assertThat(podvisor.waitFor()).isEqualTo(139);
        assertThat(podvisor.terminationMessage()).isEqualTo("process web failed: ended by SIGSEGV");
        assertThat(podvisor.err()).contains("process other stopped: ended by SIGTERM");
    }

    @Test
    void restartAttemptsAreOver() throws Exception {
        podvisor.run(podvisor.spec("""
                - name: web
                  command: [sh, -c, exit 9]
                  criticality: Critical
                  maxRestarts: 2
                  backoff: {initialMilliseconds: 10}
                """));

        assertThat(podvisor.waitFor()).isEqualTo(9);
        assertThat(podvisor.err()).contains("crash loop: its 2 restarts are used up");
    }

    @Test
    void commandAfterTwoDashesEndsEverythingWithItsCode() throws Exception {
        podvisor.run(podvisor.spec("""
                        - {name: prepare, command: [sh, -c, "sleep 0.3; echo prepared"], restartPolicy: OnFailure}
                        - {name: side, command: [sleep, "1000"]}
                        """), "--", "sh", "-c", "echo main $$ $(echo substituted) Grüße; exit 5");

        assertThat(podvisor.waitFor()).isEqualTo(5);
        assertThat(new String(Files.readAllBytes(podvisor.stdout), java.nio.charset.StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("prepare | prepared"),
                        second -> assertThat(second).matches("main \\| main \\d+ substituted Grüße"));
    }

    @Test
    void exitStatusTerminatedBySignal() throws Exception {
        podvisor.run(podvisor.spec("- {name: side, command: [sleep, '1000']}"), "--", "sh", "-c", "kill -KILL $$");

        assertThat(podvisor.waitFor()).isEqualTo(137);
    }

    @Test
    void missingProgramOfACommandIsCode127() throws Exception {
        podvisor.run(podvisor.spec("- {name: side, command: [sleep, '1000']}"), "--", "no-such-program");

        assertThat(podvisor.waitFor()).isEqualTo(127);
        assertThat(podvisor.err()).contains("cannot start process main: program no-such-program not found in PATH");
    }

    @Test
    void unusableSpecIsCode78AndNothingStarts() throws Exception {
        Path spec = podvisor.spec("""
                - {name: web, command: [touch, started], comand: x}
                - {name: web, command: [touch, started], replicas: many}
                """);
        podvisor.run(spec);

        assertThat(podvisor.waitFor()).isEqualTo(78);
        assertThat(podvisor.err())
                .contains(spec + ":7:46: cannot use spec.processes[0].comand: ", "did you mean command?")
                .contains(spec + ":8:56: cannot use spec.processes[1].replicas: ");
        assertThat(podvisor.out()).isEmpty();
    }

    @Test
    void missingSpecIsCode78() throws Exception {
        podvisor.run(folder.resolve("none.yaml"));

        assertThat(podvisor.waitFor()).isEqualTo(78);
        assertThat(podvisor.err()).contains("none.yaml: no such file");
    }

    @Test
    void wrongUsageIsCode64() throws Exception {
        assertThat(podvisor.command("run")).satisfies(usage -> {
            assertThat(usage.exitCode()).isEqualTo(64);
            assertThat(usage.err()).contains("SPEC");
        });
        assertThat(podvisor.command("rum").exitCode()).isEqualTo(64);
        assertThat(podvisor.command().exitCode()).isEqualTo(64);
    }

    @Test
    void secondSupervisorOnTheSameSocketIsRefused() throws Exception {
        Path spec = podvisor.spec("- {name: web, command: [sleep, '1000']}");
        podvisor.run(spec);
        podvisor.awaitErr("started process web");

        assertThat(podvisor.command("run", spec.toString())).satisfies(second -> {
            assertThat(second.exitCode()).isEqualTo(69);
            assertThat(second.err())
                    .contains("cannot run " + spec + ": another podvisor (pid " + podvisor.pid() + ") holds "
                            + podvisor.socket);
        });
        assertThat(podvisor.stop()).isZero();
    }
}
