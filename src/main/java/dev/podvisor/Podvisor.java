package dev.podvisor;

import dev.podvisor.cgroup.CgroupTree;
import dev.podvisor.cgroup.ContainerCgroup;
import dev.podvisor.cgroup.Delegation;
import dev.podvisor.cli.RunOptions;
import dev.podvisor.codec.Problem;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.codec.SpecReader;
import dev.podvisor.linux.Libc;
import dev.podvisor.logs.Journal;
import dev.podvisor.logs.LogPump;
import dev.podvisor.logs.LogSettings;
import dev.podvisor.logs.Outputs;
import dev.podvisor.logs.RecentLog;
import dev.podvisor.metrics.Metrics;
import dev.podvisor.plan.Step;
import dev.podvisor.process.Environment;
import dev.podvisor.process.NativeLauncher;
import dev.podvisor.process.Reaper;
import dev.podvisor.spec.CgroupPolicy;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.status.SocketPath;
import dev.podvisor.status.StatusFeed;
import dev.podvisor.supervise.Cgroups;
import dev.podvisor.supervise.Clock;
import dev.podvisor.supervise.Ending;
import dev.podvisor.supervise.Supervisor;
import dev.podvisor.supervise.TerminationLog;
import dev.podvisor.supervise.UsageSampler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Wires {@code podvisor run} by hand, from the spec to the exit code; what is opened is closed in reverse. */
final class Podvisor {

    private static final int UNAVAILABLE = 69; // EX_UNAVAILABLE of sysexits(3)
    private static final int UNUSABLE_SPEC = 78; // EX_CONFIG
    private static final Path PROC = Path.of("/proc");
    private static final File CGROUP = new File("/sys/fs/cgroup");
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(2);

    private final RunOptions options;
    private final SignalGate gate;
    private final Journal journal = new Journal();

    Podvisor(RunOptions options, SignalGate gate) {
        this.options = options;
        this.gate = gate;
    }

    /** Supervises until the end; yields the exit code. */
    int run() {
        try (journal) {
            Optional<ProcessSet> set = readSpec();
            if (set.isEmpty()) {
                return UNUSABLE_SPEC;
            }
            Claim claim = Claim.on(options.socket()
                    .map(path -> List.of(SocketPath.chosen(path)))
                    .orElseGet(SocketPath::candidates));
            if (claim.holder().isPresent()) {
                return refuse(UNAVAILABLE, claim.holder().get(), "give a second one its own --socket");
            }
            if (claim.socket().isEmpty()) {
                journal.warn("cannot serve the local API: " + claim.problem() + " (give a writable --socket)");
            }
            return supervise(set.get(), claim);
        }
    }

    private Optional<ProcessSet> readSpec() {
        ReadResult result = MainProcess.add(SpecReader.read(options.spec()), options);
        for (Problem problem : result.problems()) {
            System.err.println(problem);
        }
        return result instanceof ReadResult.Spec spec ? Optional.of(spec.set()) : Optional.empty();
    }

    private int supervise(ProcessSet set, Claim claim) {
        Cgroups cgroups = cgroups(set.spec().cgroupPolicy());
        if (cgroups.tree().isEmpty() && cgroups.policy() == CgroupPolicy.Required) {
            return refuse(UNAVAILABLE, cgroups.unavailable(), "cgroupPolicy Required cannot do without; Preferred can");
        }
        try {
            return supervise(set, claim, cgroups);
        } finally {
            cgroups.tree().ifPresent(CgroupTree::close);
        }
    }

    private int supervise(ProcessSet set, Claim claim, Cgroups cgroups) {
        boolean pidOne = Libc.getpid() == 1;
        Libc.setChildSubreaper();
        NativeLauncher launcher = new NativeLauncher(environment(), claim.identity());
        launcher.makeRoomFor(set.spec().replicas());
        StatusFeed feed = new StatusFeed();
        RecentLog recent = new RecentLog();
        try (Outputs outputs = new Outputs(LogSettings.of(set.spec()), journal);
                LogPump pump = new LogPump(outputs, recent, journal);
                Reaper reaper = new Reaper(pidOne)) {
            journal.sendTo(outputs);
            cgroups.tree().ifPresent(this::endLeftovers);
            if (!pidOne) { // in a container that has just begun there is nothing before us
                endLeftovers(launcher);
            }
            ChildOutput output = new ChildOutput(pump, outputs);
            Supervisor loop = new Supervisor(
                    new Supervisor.Parts(launcher, output, this::report, feed, Clock.SYSTEM, reaper, cgroups));
            outputs.tellChangesTo(loop::logsChanged);
            reaper.reportTo(loop::childEnded);
            reaper.start();
            pump.start();
            Metrics metrics = new Metrics(feed);
            try (HttpPort port = new HttpPort(set.spec().http(), metrics, journal);
                    UsageSampler usage = new UsageSampler(loop, PROC, CGROUP, launcher.marks(), journal::warn);
                    SpecReload spec = new SpecReload(options, set, loop, port, pump, journal);
                    LocalApi api = new LocalApi(claim.socket(), feed, metrics, recent, outputs, spec, journal)) {
                gate.open(loop, spec::hangUp);
                Ending ending = loop.run(() -> {
                    api.begin();
                    spec.begin();
                    usage.begin();
                    port.begin();
                });
                end(ending, pump);
                return ending.exitCode();
            }
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("nobody interrupts the loop's thread", impossible);
        }
    }

    private static Cgroups cgroups(CgroupPolicy policy) {
        return policy == CgroupPolicy.Disabled
                ? Cgroups.none(policy, "cgroupPolicy is Disabled")
                : new Cgroups(policy, Delegation.probe(CGROUP, PROC.toFile()), new ContainerCgroup(CGROUP).limits());
    }

    private void endLeftovers(CgroupTree tree) {
        CgroupTree.Leftovers leftovers = tree.endLeftovers(LEFTOVER_GRACE.toMillis());
        if (leftovers.found() > 0) {
            journal.warn(
                    "removed " + leftovers.found() + " cgroups that an earlier podvisor had left in this container");
        }
        for (String name : leftovers.remaining()) {
            journal.warn("cannot remove cgroup " + name + " of an earlier podvisor: something still lives in it");
        }
    }

    private void endLeftovers(NativeLauncher launcher) throws InterruptedException {
        int found = launcher.leftovers().end(LEFTOVER_GRACE);
        if (found > 0) {
            journal.warn("ended " + found + " processes that a killed podvisor had left");
        }
    }

    private void end(Ending ending, LogPump pump) {
        if (!pump.drain(ending.timeLeft())) {
            journal.warn("cannot write all output of the processes in time: the rest is lost");
        }
        journal.info("ended with exit code " + ending.exitCode() + ": " + ending.message());
        try {
            TerminationLog.write(options.terminationLog(), ending);
        } catch (IOException problem) {
            journal.warn("cannot write " + options.terminationLog() + ": " + problem.getMessage());
        }
    }

    private void report(Step.Level level, String message) {
        switch (level) {
            case Info -> journal.info(message);
            case Warning -> journal.warn(message);
            case Error -> journal.error(message);
        }
    }

    private int refuse(int code, String cause, String hint) {
        System.err.println("cannot run " + options.spec() + ": " + cause + " (" + hint + ")");
        return code;
    }

    private Environment environment() {
        try {
            return Environment.ofSupervisor(Path.of("/proc/self/environ"));
        } catch (IOException hidden) {
            journal.warn("cannot read /proc/self/environ: " + hidden.getMessage()
                    + " (processes start with the variables of their spec alone)");
            return Environment.EMPTY;
        }
    }
}
