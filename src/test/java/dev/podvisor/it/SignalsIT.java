package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsIT extends ImageTests {

    @Test
    void cleanStopInReverseOrderIsZero() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: db, command: [sh, -c, "trap 'echo db ends; exit' TERM; echo up; while :; do sleep 0.05; done"]}
                - name: web
                  command: [sh, -c, "trap 'sleep 0.3; echo web ends; exit' TERM; echo up; while :; do sleep 0.05; done"]
                  dependsOn: [{name: db}]
                """));
        podvisor.awaitOut("web | up");

        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.out()).containsSubsequence("web | web ends\n", "db | db ends\n");
        assertThat(podvisor.terminationMessage()).isEqualTo("received SIGTERM");
    }

    @Test
    void stopWhileManyAreStillStarting() throws Exception {
        podvisor.run(podvisor.spec("- {name: many, command: [sleep, '1000.17'], replicas: 300}"));
        podvisor.awaitErr("started process many-5 ");

        assertThat(podvisor.stop()).isZero();
        assertThat(Podvisor.processesWith("sleep 1000.17")).isEmpty();
    }

    @Test
    void termAtAnyMomentOfTheStartIsHeeded() throws Exception {
        Path spec = podvisor.spec("- {name: web, command: [sleep, '1000.18']}");
        for (int millis = 0; millis < 600; millis += 60) {
            podvisor.run(spec);
            boolean ended = podvisor.process().waitFor(millis, TimeUnit.MILLISECONDS);
            assertThat(ended).isFalse();
            int code = podvisor.stop();
            assertThat(code).as("after %d ms", millis).isIn(0, 143);
        }
        assertThat(Podvisor.processesWith("sleep 1000.18")).isEmpty();
    }

    @Test
    void secondTermEndsTheGrace() throws Exception {
        podvisor.run(podvisor.spec(
                600, "- {name: deaf, command: [sh, -c, \"trap '' TERM; echo up; while :; do sleep 1; done\"]}"));
        podvisor.awaitOut("deaf | up");
        podvisor.signal("TERM");
        podvisor.awaitErr("stopping everything");

        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err()).contains("process deaf stopped: ended by SIGKILL");
    }

    @Test
    void signalsForwardedToGroup() throws Exception {
        Path spec = podvisor.spec("""
                - name: web
                  command:
                    - sh
                    - -c
                    - |
                      sh -c 'trap "echo inner got it" USR1; echo inner up; while :; do sleep 0.05; done' &
                      trap "echo outer got it" USR1; echo outer up; while :; do sleep 0.05; done
                - {name: other, command: [sh, -c, "trap 'echo other got it' USR1; echo up; while :; do sleep 0.05; done"]}
                """);
        Files.writeString(spec, Files.readString(spec) + """
                  signals:
                    - {signal: SIGUSR1, action: Forward, processes: [web]}
                    - {signal: SIGUSR2, action: Stop}
                """);
        podvisor.run(spec);
        podvisor.awaitOut("inner up");
        podvisor.awaitOut("outer up");
        podvisor.awaitOut("other | up");
        podvisor.signal("USR1");
        podvisor.awaitOut("inner got it");
        podvisor.awaitOut("outer got it");
        podvisor.signal("WINCH");
        podvisor.signal("HUP");
        podvisor.awaitErr("nothing has changed in ");
        podvisor.signal("USR2");

        assertThat(podvisor.waitFor()).isZero();
        assertThat(podvisor.out()).doesNotContain("other got it");
    }

    @Test
    void hangUpReloadsBehindNohupAndChildrenHaveItsDefaultAction() throws Exception {
        podvisor.under("nohup");
        podvisor.run(
                podvisor.spec("- {name: web, command: [sh, -c, 'grep SigIgn /proc/self/status; exec sleep 1000.5']}"));
        podvisor.awaitOut("web | SigIgn:\t0000000000000000\n");
        podvisor.signal("HUP");
        podvisor.awaitErr("nothing has changed in ");

        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void stopSignalIsTheOneOfTheSpec() throws Exception {
        podvisor.run(podvisor.spec("""
                - name: web
                  command: [sh, -c, "trap 'echo got QUIT; exit' QUIT; echo up; while :; do sleep 0.05; done"]
                  stopSignal: SIGQUIT
                """));
        podvisor.awaitOut("web | up");

        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.out()).contains("got QUIT");
    }
}
