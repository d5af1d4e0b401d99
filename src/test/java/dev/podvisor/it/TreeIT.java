package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TreeIT extends ImageTests {

    @Test
    void stopReturnsOnlyAfterTermIgnoringChildrenAreGone() throws Exception {
        podvisor.run(podvisor.spec(3, """
                - name: tree
                  command:
                    - sh
                    - -c
                    - |
                      trap '' TERM
                      setsid sh -c "trap '' TERM; while :; do sleep 77.1; done" &
                      sh -c 'setsid sh -c "env -i setsid sleep 77.1 & exit" &'
                      (trap '' TERM HUP; sleep 77.1) &
                      echo up
                      while :; do sleep 77.1; done
                """));
        podvisor.awaitOut("tree | up");
        podvisor.await(() -> Podvisor.processesWith("sleep 77.1").size() >= 4);

        assertThat(podvisor.stop()).isZero();
        assertThat(Podvisor.processesWith("77.1")).isEmpty();
    }

    @Test
    void leaderDiesGroupSurvivesButNotIntoTheNextRun() throws Exception {
        podvisor.run(podvisor.spec("""
                - name: leader
                  command: [sh, -c, "setsid sleep 77.2 & sleep 77.2 & echo up; sleep 0.2; exit 1"]
                  backoff: {initialMilliseconds: 20000}
                """));
        podvisor.awaitErr("restarting in");

        assertThat(Podvisor.processesWith("sleep 77.2")).isEmpty();
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void terminatingWithOrphanedChildHoldingPipe() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: job, command: [sh, -c, "setsid sleep 77.3 & echo done"], restartPolicy: OnFailure}
                """));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(podvisor.out()).isEqualTo("job | done\n");
        assertThat(Podvisor.processesWith("sleep 77.3")).isEmpty();
    }

    @Test
    void leftoversOfAKilledSupervisorAreEndedBeforeAnythingStarts() throws Exception {
        Path spec = podvisor.spec("""
                - {name: web, command: [sh, -c, "trap '' TERM; setsid sleep 77.4 & echo up; while :; do sleep 77.4; done"]}
                """);
        podvisor.run(spec);
        podvisor.awaitOut("web | up");
        podvisor.await(() -> Podvisor.running("sleep 77.4").size() == 2);
        podvisor.process().destroyForcibly().waitFor();
        assertThat(Podvisor.processesWith("sleep 77.4"))
                .as("they survive their supervisor")
                .hasSize(3);

        podvisor.run(spec);
        podvisor.awaitErr("ended 3 processes that a killed podvisor had left");
        podvisor.awaitOut("web | up");
        assertThat(podvisor.stop()).isZero();
        assertThat(Podvisor.processesWith("sleep 77.4")).isEmpty();
    }

    @Test
    void unkillableChildIsKilled() throws Exception {
        podvisor.run(podvisor.spec("""
                - name: stubborn
                  command: [sh, -c, "trap '' TERM INT HUP QUIT USR1 USR2; echo up; while :; do sleep 77.5; done"]
                  terminationGracePeriodSeconds: 1
                """));
        podvisor.awaitOut("stubborn | up");
        long before = System.nanoTime();

        assertThat(podvisor.stop()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(podvisor.err()).contains("process stubborn stopped: ended by SIGKILL");
        assertThat(Podvisor.processesWith("77.5")).isEmpty();
    }

    @Test
    void thousandCrashesLeaveNothingBehind() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: steady, command: [sleep, "1000.6"]}
                - name: crash
                  command: [sh, -c, "exit 1"]
                  replicas: 10
                  backoff: {initialMilliseconds: 1, factor: 1, maxSeconds: 1}
                """));
        podvisor.awaitErr("process crash-9 exited");
        podvisor.await(() -> restarts() > 200);
        int descriptors = podvisor.entries("fd");
        int threads = podvisor.entries("task");
        long steady = podvisor.replica("steady", 0).get("pid").asLong();
        int before = restarts();
        podvisor.await(() -> restarts() >= before + 1000);

        podvisor.await(() -> podvisor.entries("fd") <= descriptors + 20);
        podvisor.await(() -> podvisor.entries("task") <= threads + 2);
        podvisor.await(() -> podvisor.children() <= 1 + 10);
        assertThat(podvisor.replica("steady", 0).get("pid").asLong()).isEqualTo(steady);
        assertThat(podvisor.status().get("internalErrors").asInt()).isZero();
        assertThat(podvisor.stop()).isZero();
    }

    private int restarts() throws Exception {
        int restarts = 0;
        for (JsonNode replica : podvisor.status().get("processes").get(1).get("replicas")) {
            restarts += replica.get("restarts").asInt();
        }
        return restarts;
    }

    @Test
    void fastExitCommand() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: quick, command: ["true"], replicas: 200, restartPolicy: Never}
                """));

        assertThat(podvisor.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(podvisor.process().exitValue()).isZero();
        assertThat(podvisor.err().lines().filter(line -> line.contains("completed: exited with code 0")))
                .hasSize(200);
    }
}
