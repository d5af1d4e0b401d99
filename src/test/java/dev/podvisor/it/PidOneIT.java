package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As the real PID 1 of a PID namespace, as in a container. */
@Tag("proof")
class PidOneIT {

    @TempDir
    Path folder;

    private Podvisor podvisor;

    @BeforeEach
    void open() {
        podvisor = new Podvisor(folder).under("unshare", "--fork", "--pid", "--mount-proc", "--kill-child=KILL");
    }

    @AfterEach
    void close() throws Exception {
        podvisor.close();
    }

    /** Signals go to PID 1 inside: the only child of unshare. */
    private long inside() {
        podvisor.await(() -> podvisor.process().children().count() == 1);
        return podvisor.process().children().findFirst().orElseThrow().pid();
    }

    private long zombies() {
        return podvisor.process()
                .descendants()
                .filter(handle -> Podvisor.cmdline(handle.pid()).isEmpty())
                .count();
    }

    @Test
    void thousandOrphansAreReaped() throws Exception {
        podvisor.run(podvisor.spec("""
                - name: orphans
                  command:
                    - sh
                    - -c
                    - |
                      i=0
                      while [ $i -lt 1000 ]; do i=$((i+1)); (setsid sh -c 'exit 3' &) ; done
                      echo all born
                      exec sleep 1000.5
                """));
        podvisor.awaitOut("orphans | all born");

        // PID 1, the sleep, and nothing else: neither alive nor zombie.
        podvisor.await(() -> podvisor.process().descendants().count() == 2);
        Podvisor.signal(inside(), "TERM");
        assertThat(podvisor.waitFor()).isZero();
    }

    @Test
    void tenThousandExitCodesAreRight() throws Exception {
        podvisor.run(podvisor.spec("""
                - name: code
                  command: [sh, -c, "exit $$(( $$$$ % 200 ))"]
                  replicas: 20
                  maxRestarts: 499
                  backoff: {initialMilliseconds: 1, factor: 1, maxSeconds: 1, recoverySeconds: 0, stabilizationWindowSeconds: 3600}
                """));
        podvisor.waitFor();

        Pattern started = Pattern.compile("started process (code-\\d+) \\(pid (\\d+)\\)");
        Pattern ended = Pattern.compile("process (code-\\d+) exited with code (\\d+)");
        Map<String, Integer> pids = new HashMap<>();
        int right = 0;
        int wrong = 0;
        for (String line : podvisor.err().lines().toList()) {
            Matcher start = started.matcher(line);
            Matcher end = ended.matcher(line);
            if (start.find()) {
                pids.put(start.group(1), Integer.parseInt(start.group(2)));
            } else if (end.find()) {
                int expected = pids.get(end.group(1)) % 200;
                right += expected == Integer.parseInt(end.group(2)) ? 1 : 0;
                wrong += expected == Integer.parseInt(end.group(2)) ? 0 : 1;
            }
        }
        assertThat(wrong).isZero();
        assertThat(right).isEqualTo(10_000);
        assertThat(podvisor.err()).doesNotContain("dropped");
    }

    @Test
    void termToPidOneStopsEverythingAndExitsZero() throws Exception {
        podvisor.run(podvisor.spec("""
                - {name: web, command: [sh, -c, "setsid sleep 1000.6 & echo up; exec sleep 1000.6"]}
                """));
        podvisor.awaitOut("web | up");
        Podvisor.signal(inside(), "TERM");

        assertThat(podvisor.waitFor()).isZero();
        assertThat(zombies()).isZero();
        assertThat(Podvisor.processesWith("sleep 1000.6")).isEmpty();
    }

    @Test
    void reapZombiesAndUnknownPids() throws Exception {
        podvisor.run(podvisor.spec("- {name: web, command: [sleep, '1000.7']}"));
        podvisor.awaitErr("started process web");
        // As kubectl exec does: a process enters from outside, leaves an orphan behind and ends.
        Process exec = new ProcessBuilder(
                        "nsenter",
                        "--target",
                        Long.toString(inside()),
                        "--pid",
                        "--mount",
                        "sh",
                        "-c",
                        "(sh -c 'sleep 0.3; exit 9' &) ; exit 0")
                .start();
        assertThat(exec.waitFor()).isZero();

        podvisor.await(() -> podvisor.process().descendants().count() == 2);
        Podvisor.signal(inside(), "TERM");
        assertThat(podvisor.waitFor()).isZero();
    }
}
