package dev.podvisor.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podvisor.usage.RunRef;
import dev.podvisor.usage.RunUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Usage of real processes, read from the real /proc. */
@Timeout(120)
class ProcUsageCollectionIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String PYTHON = "/usr/bin/env";

    private final MeasuredTrees trees = new MeasuredTrees();

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path folder;

    @AfterEach
    void nothingIsLeft() {
        trees.close();
    }

    private RunRef python(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("script" + System.nanoTime() + ".py"), script);
        return trees.start(folder, PYTHON, "python3", file.toString());
    }

    @Test
    void countersOfAForkStormNeverGoBackwardsAndCountNothingTwice() throws IOException {
        RunRef storm = python("""
                import os, time
                def burn(seconds):
                    end = time.process_time() + seconds
                    while time.process_time() < end:
                        os.stat("/")
                end = time.monotonic() + 4
                n = 0
                while time.monotonic() < end:
                    n += 1
                    burn(0.002)
                    pid = os.fork()
                    if pid == 0:
                        if n % 6 == 0 and os.fork() != 0:   # an orphan, in a session of its own
                            os._exit(0)
                        if n % 6 == 0:
                            os.setsid()
                        if n % 5 == 0:                      # a grandchild that is waited for
                            grandchild = os.fork()
                            if grandchild == 0:
                                burn(0.02)
                                os._exit(0)
                            os.waitpid(grandchild, 0)
                        burn(0.015)
                        os._exit(0)
                    if n % 2:
                        os.waitpid(pid, 0)
                    else:
                        time.sleep(0.003)                   # a zombie for a while
                        os.waitpid(pid, 0)
                """);
        RunUsage last = trees.sample(storm);
        boolean ended = false;
        int samples = 0;
        while (!ended) {
            RunUsage next = trees.sample(storm);
            assertNoneWentBackwards(last, next);
            last = next;
            samples++;
            ended = trees.reap();
        }
        await().atMost(60, SECONDS).until(() -> {
            trees.reap();
            return trees.sample(storm).processes() == 0;
        });
        last = trees.sample(storm);

        assertThat(samples).isGreaterThan(20);
        assertThat(trees.exactMicros).isGreaterThan(300_000);
        // Every process of this tree was reaped, so the account is exact, unless something had counted twice before.
        assertThat(cpuMicros(last)).isBetween(trees.exactMicros, trees.exactMicros + 40_000);
        assertThat(trees.sampler.problems()).isEmpty();
    }

    private static void assertNoneWentBackwards(RunUsage last, RunUsage next) {
        assertThat(next.cpuUserMicros()).isGreaterThanOrEqualTo(last.cpuUserMicros());
        assertThat(next.cpuSystemMicros()).isGreaterThanOrEqualTo(last.cpuSystemMicros());
        assertThat(next.readBytes()).isGreaterThanOrEqualTo(last.readBytes());
        assertThat(next.writeBytes()).isGreaterThanOrEqualTo(last.writeBytes());
    }

    @Test
    void childrenThatNobodyWaitsForAreCounted() throws IOException {
        RunRef run = python("""
                import os, signal, time
                signal.signal(signal.SIGCHLD, signal.SIG_IGN)
                if os.fork() == 0:
                    end = time.process_time() + 1
                    while time.process_time() < end:
                        sum(range(10000))
                    os._exit(0)
                time.sleep(1000)
                """);
        await().atMost(30, SECONDS).until(() -> {
            RunUsage usage = trees.sample(run);
            return cpuMicros(usage) > 500_000 && usage.processes() == 1;
        });

        long after = cpuMicros(trees.sample(run));
        assertThat(after).isGreaterThan(500_000);
        assertThat(cpuMicros(trees.sample(run))).isGreaterThanOrEqualTo(after);
    }

    private static long cpuMicros(RunUsage usage) {
        return usage.cpuUserMicros() + usage.cpuSystemMicros();
    }

    @Test
    void bytesWrittenByAWaitedForChildCountOnceAndStayWhenTheLeaderEnds() throws IOException {
        Path disk = Files.createTempDirectory(TARGET, "usage"); // not a tmpfs, whose writes are no io
        try {
            RunRef run = trees.start(
                    disk,
                    "/bin/sh",
                    "-c",
                    "dd if=/dev/zero of=written bs=1M count=8 conv=fsync 2>/dev/null; touch done; sleep 1000");
            await().atMost(60, SECONDS).until(() -> {
                trees.sample();
                return Files.exists(disk.resolve("done"));
            });
            assertThat(trees.sample(run).writeBytes()).isBetween(8L << 20, 12L << 20);

            trees.kill(run);
            await().atMost(20, SECONDS).until(trees::reap);

            assertThat(trees.sample(run).writeBytes()).isBetween(8L << 20, 12L << 20);
        } finally {
            Files.deleteIfExists(disk.resolve("written"));
            Files.deleteIfExists(disk.resolve("done"));
            Files.delete(disk);
        }
    }

    @Test
    void descriptorsThreadsMemoryAndProcessesAreThoseOfTheWholeTree() throws IOException {
        RunRef run = python("""
                import mmap, os, threading, time
                if os.fork() == 0:      # leaves its parent, its session and its environment
                    os.setsid()
                    if os.fork() != 0:
                        os._exit(0)
                    files = [open("/dev/null") for _ in range(50)]
                    for _ in range(5):
                        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
                    memory = mmap.mmap(-1, 64 << 20)
                    for page in range(0, 64 << 20, 4096):
                        memory[page] = 1
                    time.sleep(1000)
                os.wait()
                time.sleep(1000)
                """);
        await().atMost(60, SECONDS).untilAsserted(() -> {
            trees.reap();
            RunUsage usage = trees.sample(run);
            assertThat(usage.processes()).isEqualTo(2);
            assertThat(usage.threads()).isEqualTo(7);
            assertThat(usage.fds()).isBetween(56L, 70L);
            assertThat(usage.rssBytes()).isBetween(64L << 20, 200L << 20);
            assertThat(usage.vszBytes()).isGreaterThan(usage.rssBytes());
            assertThat(usage.network()).isEmpty();
        });
    }

    @Test
    void networkOfARunInItsOwnNamespaceIsItsOwn() {
        RunRef run = trees.start(folder, PYTHON, "unshare", "-n", "sleep", "1000");

        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(trees.sample(run).network())
                        .extracting("name")
                        .contains("lo"));
        assertThat(trees.sample().network()).extracting("name").contains("lo");
    }

    @Test
    void processesOfOthersKeepTheirIoToThemselvesAndHideWhereProcSaysSo() throws Exception {
        RunRef run = trees.start(folder, "/bin/sleep", "1000");

        List<String> shown = sampledByNobody("true", trees.pid(run));
        assertThat(shown.getFirst())
                .contains("readBytes=-1")
                .contains("processes=1")
                .contains("fds=");
        assertThat(shown)
                .anySatisfy(line -> assertThat(line).matches("cannot read /proc/\\d+/io: permission denied .*"));

        List<String> hidden = sampledByNobody("mount -t proc -o hidepid=2 proc /proc", trees.pid(run));
        assertThat(hidden.getFirst()).contains("cpuUserMicros=-1").contains("processes=-1");
        assertThat(hidden.getLast()).matches("cannot read /proc/\\d+/stat: .*\\(is /proc mounted with hidepid\\?\\)");
    }

    /** What a supervisor without privileges reads of a process of root, after root has done something to its /proc. */
    private static List<String> sampledByNobody(String before, int pid) throws Exception {
        Process process = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        before + " && exec setpriv --reuid 65534 --regid 65534 --clear-groups \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        TARGET.resolve("classes") + ":" + TARGET.resolve("test-classes"),
                        "dev.podvisor.it.HiddenProcMain",
                        Integer.toString(pid))
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", lines).isZero();
        return lines;
    }
}
