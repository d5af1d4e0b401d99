package dev.podvisor.supervise;

import dev.podvisor.linux.Libc;
import dev.podvisor.plan.Reconciler;
import dev.podvisor.spec.Criticality;
import dev.podvisor.status.NetworkUsage;
import dev.podvisor.status.Phase;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.SpecStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import dev.podvisor.status.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns what the loop knows into snapshots, one after each turn that changed something. For the loop's thread. */
final class StatusPublisher {

    private final StatusFeed feed;
    private final Clock clock;
    private final Instant startedAt;
    private final int pid = Libc.getpid();
    private final Leaves leaves;
    private final Output output;
    private final Measured measured;
    private Optional<Usage> self = Optional.empty();
    private List<NetworkUsage> network = List.of();
    private String name = "";
    private String source = "";
    private SpecStatus spec;
    private long internalErrors;
    private long sequence;

    StatusPublisher(StatusFeed feed, Clock clock, Leaves leaves, UsageLedger ledger, Output output) {
        this.leaves = leaves;
        this.output = output;
        this.measured = new Measured(ledger, output);
        this.feed = feed;
        this.clock = clock;
        this.startedAt = clock.wall();
        this.spec = new SpecStatus(0, startedAt, 0, List.of());
    }

    /** A spec was taken. */
    void applied(String setName, String specSource) {
        name = setName;
        source = specSource;
        spec = new SpecStatus(spec.generation() + 1, clock.wall(), spec.rejected(), List.of());
    }

    /** The version in force is the newest again. */
    void accepted() {
        spec = new SpecStatus(spec.generation(), spec.appliedAt(), spec.rejected(), List.of());
    }

    /** The newest version cannot be used. */
    void rejected(List<String> problems) {
        spec = new SpecStatus(spec.generation(), spec.appliedAt(), spec.rejected() + 1, problems);
    }

    void logsChanged() {
        measured.logsChanged();
    }

    void measured(Sampled sample) {
        self = Optional.of(UsageLedger.self(sample));
        network = sample.network();
    }

    void internalError() {
        internalErrors++;
    }

    void publish(Reconciler reconciler, boolean ended) {
        List<ProcessStatus> processes = measured.add(reconciler.status(clock.nanos(), clock.wall(), leaves.limits()));
        Phase phase = ended ? Phase.Ended : reconciler.stopping() ? Phase.Stopping : Phase.Running;
        boolean ready = phase == Phase.Running && processes.stream().allMatch(StatusPublisher::ready);
        Status next = new Status(
                sequence,
                name,
                source,
                spec,
                phase,
                ready,
                reconciler.stopMessage(),
                pid,
                startedAt,
                internalErrors,
                leaves.status(),
                self,
                network,
                output.outputs(),
                processes);
        if (feed.current().isEmpty() || !feed.current().get().equals(next)) {
            sequence++;
            feed.publish(next.withSequence(sequence));
        }
    }

    private static boolean ready(ProcessStatus process) {
        return process.criticality() == Criticality.BestEffort
                || process.replicas().stream().allMatch(StatusPublisher::readyOrDone);
    }

    private static boolean readyOrDone(ReplicaStatus replica) {
        return replica.ready() || replica.state() == State.Completed;
    }
}
