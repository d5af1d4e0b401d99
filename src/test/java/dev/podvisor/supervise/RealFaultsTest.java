package dev.podvisor.supervise;

import static dev.podvisor.plan.Specs.document;
import static dev.podvisor.plan.Specs.process;
import static dev.podvisor.plan.Specs.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.linux.Libc;
import dev.podvisor.process.Environment;
import dev.podvisor.process.Launcher;
import dev.podvisor.process.NativeLauncher;
import dev.podvisor.process.Reaper;
import dev.podvisor.spec.Backoff;
import dev.podvisor.spec.CgroupPolicy;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Signal;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.StatusFeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real children and the real reaper, while one operation of the launcher fails inside podvisor. */
class RealFaultsTest {

    /** Fails the operation of the given name once, then does what the real one does. */
    private record Faulty(Launcher real, AtomicReference<String> failing) implements Launcher {

        private void maybeFail(String operation) {
            if (failing.get().equals(operation)) { // only the loop's thread comes here
                failing.set("");
                throw new OutOfMemoryError("made to fail: " + operation);
            }
        }

        @Override
        public void makeRoomFor(int replicas) {
            real.makeRoomFor(replicas);
        }

        @Override
        public Launch start(ProcessSpec spec, int replica, long run, String cgroup) {
            maybeFail("start");
            return real.start(spec, replica, run, cgroup);
        }

        @Override
        public void signal(int pid, Signal signal) {
            maybeFail("signal");
            real.signal(pid, signal);
        }

        @Override
        public void signalTree(long run, int leader, Signal signal) {
            real.signalTree(run, leader, signal);
        }

        @Override
        public Set<Long> sweep(Map<Long, Integer> leaders) {
            maybeFail("sweep");
            return real.sweep(leaders);
        }

        @Override
        public int nextEnded() {
            maybeFail("nextEnded");
            return real.nextEnded();
        }

        @Override
        public boolean maybeOfJdk(int pid) {
            maybeFail("maybeOfJdk");
            return real.maybeOfJdk(pid);
        }

        @Override
        public Optional<Reaped> reap(int pid) {
            maybeFail("reap");
            return real.reap(pid);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "signal", "sweep", "nextEnded", "reap"})
    void otherChildrenNeverNotice(String operation) throws Exception {
        assertThat(Libc.setChildSubreaper()).isZero();
        AtomicReference<String> failing = new AtomicReference<>("");
        Launcher real = new NativeLauncher(
                Environment.ofSupervisor(Path.of("/proc/self/environ")),
                operation.hashCode() ^ (int) ProcessHandle.current().pid());
        StatusFeed feed = new StatusFeed();
        try (Reaper reaper = new Reaper(false)) {
            Supervisor loop = new Supervisor(new Supervisor.Parts(
                    new Faulty(real, failing),
                    pipes -> {
                        Libc.close(pipes.stdout());
                        Libc.close(pipes.stderr());
                    },
                    (level, message) -> {},
                    feed,
                    Clock.SYSTEM,
                    reaper,
                    Cgroups.none(CgroupPolicy.Disabled, "not here")));
            reaper.reportTo(loop::childEnded);
            reaper.start();
            loop.apply(
                    document(set(
                            20,
                            process("steady", "command", List.of("sleep", "1000")),
                            process(
                                    "crash",
                                    "command",
                                    List.of("sh", "-c", "exit 1"),
                                    "backoff",
                                    new Backoff(5, 1, 1, 0, 60, 0)))),
                    "test");
            CompletableFuture<Ending> ending = CompletableFuture.supplyAsync(() -> {
                try {
                    return loop.run(() -> {});
                } catch (InterruptedException never) {
                    throw new IllegalStateException(never);
                }
            });
            Awaitility.await()
                    .until(() -> feed.current().isPresent() && replica(feed, 1).restarts() > 3);
            int steady = replica(feed, 0).pid();

            failing.set(operation);
            if (!operation.equals("signal")) {
                Awaitility.await().until(() -> failing.get().isEmpty());
                int restarts = replica(feed, 1).restarts();
                Awaitility.await().until(() -> replica(feed, 1).restarts() > restarts + 3);
            }
            assertThat(replica(feed, 0).pid()).isEqualTo(steady);
            assertThat(replica(feed, 0).restarts()).isZero();

            loop.received(Signal.TERM);
            if (operation.equals("signal")) {
                loop.received(Signal.TERM); // the first stop signal is lost; the second ends the grace
            }
            assertThat(ending.get(30, TimeUnit.SECONDS).exitCode()).isZero();
            assertThat(failing.get()).as("it did fail").isEmpty();
            assertThat(feed.current().orElseThrow().internalErrors()).isPositive();
        }
    }

    private static ReplicaStatus replica(StatusFeed feed, int process) {
        return feed.current().orElseThrow().processes().get(process).replicas().getFirst();
    }
}
