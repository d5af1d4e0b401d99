package dev.podvisor.supervise;

import dev.podvisor.cgroup.ContainerCgroup;
import dev.podvisor.linux.Libc;
import dev.podvisor.linux.ProcReader;
import dev.podvisor.status.NetworkUsage;
import dev.podvisor.usage.CgroupCpu;
import dev.podvisor.usage.RunRef;
import dev.podvisor.usage.RunUsage;
import dev.podvisor.usage.Sample;
import dev.podvisor.usage.Sampler;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

/**
 * Measures at an interval, on a thread of its own, so that the loop never waits for {@code /proc}. To begin once the first
 * children run: nothing of it is loaded before.
 */
public final class UsageSampler implements AutoCloseable {

    private static final long ENDING_MILLIS = 1000;

    private final Supervisor loop;
    private final Path proc;
    private final File mount;
    private final IntToLongFunction marks;
    private final Consumer<String> warn;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param proc where proc is mounted
     * @param mount where cgroup v2 is mounted
     * @param marks tells the run of a process, for a thread of its own
     * @param warn takes what people should know
     */
    public UsageSampler(Supervisor loop, Path proc, File mount, IntToLongFunction marks, Consumer<String> warn) {
        this.loop = loop;
        this.proc = proc;
        this.mount = mount;
        this.marks = marks;
        this.warn = warn;
        this.thread = Thread.ofPlatform().daemon().name("usage").start(this::run); // while there is room for a thread
    }

    /** Begins to measure. */
    public void begin() {
        begun.countDown();
    }

    private void run() {
        try {
            begun.await();
            if (closed.getCount() > 0) {
                measure();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() throws InterruptedException {
        try (Sampler sampler = new Sampler(new ProcReader(proc), marks::applyAsLong)) {
            ContainerCgroup container = new ContainerCgroup(mount);
            RunRef self = RunRef.inCgroup(
                    0,
                    Libc.getpid(),
                    RunRef.UNKNOWN_START,
                    into -> {
                        into.add(Libc.getpid());
                        return true;
                    },
                    CgroupCpu.NONE);
            boolean warned = false;
            do {
                try {
                    loop.sampled(look(sampler, self, container));
                } catch (RuntimeException | Error problem) { // such as a lack of memory, which may pass
                    if (!warned) {
                        warned = true;
                        warn.accept("cannot measure usage: internal error: " + problem + " (trying again)");
                    }
                }
            } while (!closed.await(loop.usageIntervalSeconds(), TimeUnit.SECONDS));
        }
    }

    private Sampled look(Sampler sampler, RunRef self, ContainerCgroup container) {
        List<LiveRun> live = loop.liveRuns();
        List<RunRef> refs = new ArrayList<>(live.size() + 1);
        for (LiveRun run : live) {
            refs.add(run.ref());
        }
        refs.add(self);
        Sample sample = sampler.sample(refs);
        List<Sampled.Run> runs = new ArrayList<>(live.size());
        for (int i = 0; i < live.size(); i++) {
            runs.add(run(live.get(i), sample.runs().get(i)));
        }
        List<NetworkUsage> network = UsageLedger.network(sample.network());
        return new Sampled(
                Instant.now(), runs, sample.runs().getLast(), network, sampler.problems(), container.limits());
    }

    private static Sampled.Run run(LiveRun live, RunUsage usage) {
        return live.leaf().isEmpty()
                ? new Sampled.Run(usage, Optional.empty(), 0)
                : new Sampled.Run(
                        usage, live.leaf().get().usage(), live.leaf().get().oomKills());
    }

    @Override
    public void close() {
        closed.countDown();
        begun.countDown();
        try {
            boolean _ = thread.join(Duration.ofMillis(ENDING_MILLIS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
