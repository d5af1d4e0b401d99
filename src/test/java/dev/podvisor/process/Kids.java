package dev.podvisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.linux.Libc;
import dev.podvisor.linux.WaitStatus;
import dev.podvisor.plan.Specs;
import dev.podvisor.spec.ProcessSpec;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Real children of the test's own JVM, started by a real launcher; closing it leaves none behind. */
final class Kids implements AutoCloseable {

    private static final AtomicInteger IDENTITIES =
            new AtomicInteger((int) (ProcessHandle.current().pid() << 8));

    final NativeLauncher launcher;
    final int identity = IDENTITIES.incrementAndGet();
    private final Map<Long, Integer> runs = new HashMap<>();
    private final Map<Integer, WaitStatus> ended = new HashMap<>();
    private long lastRun;

    Kids() throws IOException {
        this(Environment.ofSupervisor(Path.of("/proc/self/environ")));
    }

    Kids(Environment environment) {
        assertThat(Libc.setChildSubreaper()).isZero();
        launcher = new NativeLauncher(environment, identity);
    }

    Launcher.Launch launch(ProcessSpec spec) {
        long run = ++lastRun;
        Launcher.Launch launch = launcher.start(spec, 0, run, "");
        if (launch instanceof Launcher.Started started) {
            runs.put(run, started.pid());
        }
        return launch;
    }

    Launcher.Started start(String... command) {
        return (Launcher.Started) launch(Specs.process("kid", "command", List.of(command)));
    }

    Launcher.NotStarted refused(ProcessSpec spec) {
        return (Launcher.NotStarted) launch(spec);
    }

    /** Everything the child writes to stdout until its end. */
    static String output(Launcher.Started started) throws IOException {
        return new String(bytes(started.stdout()), StandardCharsets.UTF_8);
    }

    static byte[] bytes(int fd) throws IOException {
        try (FileInputStream in = new FileInputStream("/proc/self/fd/" + fd)) {
            Libc.close(fd);
            return in.readAllBytes();
        }
    }

    WaitStatus await(int pid) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            reap();
            return ended.containsKey(pid);
        });
        return ended.get(pid);
    }

    void reap() {
        for (int pid = launcher.nextEnded(); pid > 0; pid = launcher.nextEnded()) {
            int child = pid;
            launcher.reap(pid).ifPresent(reaped -> ended.put(child, reaped.status()));
        }
    }

    /** Sweeps all runs until a look finds nothing, as the loop does. */
    void killAll() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    boolean clean = launcher.sweep(runs).isEmpty();
                    reap();
                    return clean;
                });
    }

    static boolean alive(int pid) {
        return new File("/proc/" + pid).exists();
    }

    @Override
    public void close() {
        killAll();
    }
}
