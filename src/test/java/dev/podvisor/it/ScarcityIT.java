package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What a crowded or hostile machine does to a supervisor. */
class ScarcityIT extends ImageTests {

    @Test
    void emfileOnPipe() throws Exception {
        podvisor.under("prlimit", "--nofile=64:64", "--");
        podvisor.run(podvisor.spec("""
                - {name: first, command: [sleep, "1000.1"]}
                - {name: many, command: [sleep, "1000.1"], replicas: 60, restartPolicy: Never}
                """));
        podvisor.awaitErr("no pipe for its output: too many open files (raise the limit of open files, RLIMIT_NOFILE)");

        assertThat(podvisor.process().isAlive()).isTrue();
        assertThat(podvisor.err()).doesNotContain("process first exited").doesNotContain("internal error");
        assertThat(podvisor.stop()).isZero();
    }

    @Test
    void softLimitOfDescriptorsIsRaisedForPodvisorAndNotForChildren() throws Exception {
        podvisor.under("prlimit", "--nofile=128:4096", "--");
        podvisor.run(podvisor.spec("""
                - {name: limit, command: [sh, -c, "ulimit -Sn; ulimit -Hn"], restartPolicy: Never}
                - {name: many, command: [sleep, "1"], replicas: 200, restartPolicy: Never}
                """));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(podvisor.out()).contains("limit | 128\nlimit | 4096\n");
        assertThat(podvisor.err()).doesNotContain("too many open files");
    }

    @Test
    void eagainOnFork() throws Exception {
        // Not as root: RLIMIT_NPROC does not hold for it.
        podvisor.asUser(54_321).under("prlimit", "--nproc=40:40", "--");
        podvisor.run(podvisor.spec("""
                - {name: many, command: [sleep, "1000.2"], replicas: 60, restartPolicy: Never}
                """));
        podvisor.awaitErr("no process slot is left: resource temporarily unavailable");
        podvisor.awaitErr("started process many-0 ");

        assertThat(podvisor.process().isAlive()).isTrue();
        assertThat(podvisor.err()).doesNotContain("internal error");
        assertThat(podvisor.stop()).isZero();
        assertThat(Podvisor.processesWith("sleep 1000.2")).isEmpty();
    }

    @Test
    void nonRootUserHasAPrivateSocketDirectory() throws Exception {
        podvisor.environment.remove("PODVISOR_SOCKET");
        podvisor.environment.put("TMPDIR", folder.toString());
        podvisor.asUser(54_323);
        podvisor.run(podvisor.spec("- {name: web, command: [sleep, '1000.41']}"));
        Path socket = folder.resolve("podvisor-54323/podvisor.sock");
        podvisor.await(() -> Files.exists(socket));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
        assertThat(podvisor.stop()).isZero();
        assertThat(socket).doesNotExist();
    }

    @Test
    void nonRootWithAReadOnlyRootRuns() throws Exception {
        podvisor.environment.remove("PODVISOR_SOCKET");
        podvisor.environment.put("TMPDIR", "/no/such/place");
        podvisor.asUser(54_322, "--no-new-privs", "--bounding-set=-all");
        podvisor.run(podvisor.spec("""
                - {name: web, command: [sh, -c, "setsid sleep 1000.4 & echo up; exec sleep 1000.4"]}
                """));
        podvisor.awaitOut("web | up");

        assertThat(podvisor.err()).contains("cannot serve the local API: ");
        assertThat(podvisor.stop()).isZero();
        assertThat(Podvisor.processesWith("sleep 1000.4")).isEmpty();
    }
}
