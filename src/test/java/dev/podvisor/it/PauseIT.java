package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without cgroups a pause is SIGSTOP for the whole tree. */
class PauseIT extends ImageTests {

    @Test
    void pauseStopsTheWholeTreeUntilItIsResumedOrStopped() throws Exception {
        Path spec = podvisor.spec("""
                - name: web
                  command:
                    - sh
                    - -c
                    - |
                      (setsid sh -c 'setsid sleep 78.1 & exec sleep 78.1' &)
                      trap 'echo heard TERM; exit 0' TERM
                      echo up
                      while :; do sleep 0.78; done
                - {name: other, command: [sleep, "78.2"]}
                """);
        podvisor.run(Files.writeString(spec, Files.readString(spec) + "  cgroupPolicy: Disabled\n"));
        podvisor.awaitOut("web | up");
        podvisor.await(() -> Podvisor.running("sleep 78.1").size() == 2);
        podvisor.awaitState("other", "Running");
        long leader = podvisor.replica("web", 0).get("pid").asLong();
        List<Long> grandchildren = Podvisor.running("sleep 78.1");

        assertThat(podvisor.command("pause", "web").exitCode()).isZero();
        podvisor.await(() -> state(leader) == 'T' && grandchildren.stream().allMatch(pid -> state(pid) == 'T'));
        assertThat(state(Podvisor.running("sleep 78.2").getFirst())).isEqualTo('S');
        assertThat(podvisor.replica("web", 0).get("paused").asBoolean()).isTrue();
        assertThat(podvisor.replica("web", 0).get("ready").asBoolean()).isFalse();
        assertThat(podvisor.command("status").out()).containsPattern("web +.*Paused");

        assertThat(podvisor.command("resume", "web").exitCode()).isZero();
        podvisor.await(() -> state(leader) != 'T' && grandchildren.stream().allMatch(pid -> state(pid) == 'S'));
        assertThat(podvisor.replica("web", 0).get("ready").asBoolean()).isTrue();

        assertThat(podvisor.command("pause", "web").exitCode()).isZero();
        podvisor.await(() -> state(leader) == 'T');
        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.out()).contains("web | heard TERM");
        assertThat(Podvisor.processesWith("sleep 78.")).isEmpty();
    }

    /** The letter of its state in {@code /proc/PID/stat}; a blank when it is gone. */
    private static char state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return ' ';
        }
    }
}
