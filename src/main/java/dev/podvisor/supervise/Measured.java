package dev.podvisor.supervise;

import dev.podvisor.plan.ReplicaId;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds what was measured to the status of processes; what has not changed since the last time is not made again. */
final class Measured {

    private record Cached(ProcessStatus bare, long version, ProcessStatus whole) {}

    private final UsageLedger ledger;
    private final Map<String, Cached> cache = new HashMap<>();

    private final Output output;
    private long logsVersion;

    Measured(UsageLedger ledger, Output output) {
        this.ledger = ledger;
        this.output = output;
    }

    /** The accounts of what was printed are to be read anew. */
    void logsChanged() {
        logsVersion++;
    }

    List<ProcessStatus> add(List<ProcessStatus> processes) {
        long version = ledger.version() + logsVersion; // both only grow
        List<ProcessStatus> whole = new ArrayList<>(processes.size());
        for (ProcessStatus bare : processes) {
            Cached cached = cache.get(bare.name());
            if (cached == null || cached.version != version || !isSame(cached.bare, bare)) {
                cached = new Cached(bare, version, add(bare));
                cache.put(bare.name(), cached);
            }
            whole.add(cached.whole);
        }
        if (cache.size() > processes.size()) {
            cache.keySet().retainAll(processes.stream().map(ProcessStatus::name).toList());
        }
        return whole;
    }

    @SuppressWarnings("ReferenceEquality") // an equal one made anew is only made whole once more
    private static boolean isSame(ProcessStatus one, ProcessStatus other) {
        return one == other;
    }

    private ProcessStatus add(ProcessStatus bare) {
        List<ReplicaStatus> replicas = new ArrayList<>(bare.replicas().size());
        for (ReplicaStatus replica : bare.replicas()) {
            ReplicaId id = new ReplicaId(bare.name(), replica.replica());
            replicas.add(replica.measured(ledger.oomKills(id), ledger.usage(id), output.counts(id)));
        }
        return new ProcessStatus(bare.name(), bare.criticality(), bare.command(), bare.limits(), replicas);
    }
}
