package dev.podvisor.supervise;

import dev.podvisor.cgroup.Cgroup;
import dev.podvisor.cgroup.CgroupReading;
import dev.podvisor.cgroup.CgroupTree;
import dev.podvisor.cgroup.ContainerLimits;
import dev.podvisor.cgroup.Creation;
import dev.podvisor.cgroup.LeafPlan;
import dev.podvisor.cgroup.LeafSettings;
import dev.podvisor.plan.ReplicaId;
import dev.podvisor.spec.Amount;
import dev.podvisor.spec.CgroupPolicy;
import dev.podvisor.spec.ProcessSetSpec;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.status.LimitsStatus;
import dev.podvisor.status.LimitsStatus.Mode;
import dev.podvisor.status.LimitsStatus.Protection;
import dev.podvisor.status.ProcessLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The cgroups of the runs: made before a run starts, kept as the spec wants them, removed when it is gone. For the loop's thread. */
final class Leaves {

    private static final int MOST_REASONS = 10;

    /**
     * What came of a preparation.
     *
     * @param folder of the cgroup that the run is to start in; empty for podvisor's own
     * @param refusal why the run must not start; empty when it may
     */
    record Prepared(String folder, String refusal) {}

    private static final class Leaf {
        final ReplicaId id;
        final Cgroup cgroup;
        List<String> problems;
        String unplaced = "";

        Leaf(ReplicaId id, Cgroup cgroup, List<String> problems) {
            this.id = id;
            this.cgroup = cgroup;
            this.problems = problems;
        }
    }

    private final Optional<CgroupTree> tree;
    private final CgroupPolicy policy;
    private final String unavailable;
    private final Consumer<String> warn;
    private final Map<Long, Leaf> byRun = new HashMap<>();
    private final Map<ReplicaId, String> notMade = new HashMap<>();
    private ContainerLimits container;
    private Function<ProcessSpec, ProcessLimits> limits;
    private Optional<LimitsStatus> status = Optional.empty();
    private Optional<ProcessSetSpec> spec = Optional.empty();

    /** @param warn takes what people should know; the same text may come again */
    Leaves(Cgroups cgroups, Consumer<String> warn) {
        this.policy = cgroups.policy();
        this.container = cgroups.container();
        this.limits = limitsIn(container);
        this.warn = warn;
        this.tree = cgroups.tree();
        this.unavailable = cgroups.unavailable();
    }

    /** Makes the leaf of a run that is about to start. */
    Prepared prepare(ProcessSpec process, ReplicaId id, long run) {
        if (tree.isEmpty()) {
            return new Prepared("", "");
        }
        LeafPlan plan = LeafPlan.of(process, container);
        Creation creation = tree.get().create(name(id), plan.settings());
        if (creation instanceof Creation.NotCreated not) {
            notMade.put(id, not.reason());
            status = Optional.empty();
            warn.accept(not.reason());
            return new Prepared("", policy == CgroupPolicy.Required ? not.reason() : "");
        }
        Creation.Created created = (Creation.Created) creation;
        List<String> problems = new ArrayList<>(plan.problems());
        problems.addAll(created.problems());
        problems.forEach(warn);
        if (notMade.remove(id) != null || !problems.isEmpty()) {
            status = Optional.empty();
        }
        if (policy == CgroupPolicy.Required && !problems.isEmpty()) {
            created.cgroup().remove();
            return new Prepared("", problems.getFirst());
        }
        byRun.put(run, new Leaf(id, created.cgroup(), problems));
        return new Prepared(created.cgroup().directory().getPath(), "");
    }

    /** {@code worker-0}: a process's name cannot end so that two of them meet, as an index follows the last dash. */
    private static String name(ReplicaId id) {
        return id.process() + "-" + id.index();
    }

    /** A run did not enter its leaf before its first instruction. */
    void unplaced(long run, String why) {
        Leaf leaf = byRun.get(run);
        if (leaf != null) {
            leaf.unplaced = why;
            status = Optional.empty();
        }
    }

    Optional<Cgroup> of(long run) {
        Leaf leaf = byRun.get(run);
        return leaf == null ? Optional.empty() : Optional.of(leaf.cgroup);
    }

    /** Kills what is in the leaf of a run; yields whether something was there. */
    boolean kill(long run) {
        Leaf leaf = byRun.get(run);
        if (leaf == null || !leaf.cgroup.populated()) {
            return false;
        }
        leaf.cgroup.kill();
        return true;
    }

    /** Removes the leaf of a run of which nothing is left. */
    void remove(long run) {
        Leaf leaf = byRun.remove(run);
        if (leaf == null) {
            return;
        }
        if (!leaf.problems.isEmpty() || !leaf.unplaced.isEmpty()) {
            status = Optional.empty();
        }
        if (!leaf.cgroup.remove()) {
            warn.accept("cannot remove cgroup " + leaf.cgroup.name() + ": something still lives in it");
        }
    }

    /** Takes a spec on, without a restart: what runs gets its new limits now. */
    void apply(ProcessSetSpec next) {
        spec = Optional.of(next);
        status = Optional.empty();
        notMade.keySet().removeIf(id -> next.process(id.process()).isEmpty());
        if (next.cgroupPolicy() != policy) {
            warn.accept("cgroupPolicy is taken on at the start: " + policy
                    + " stays in force until podvisor is started anew");
        }
        warnOfSums(next);
        if (tree.isEmpty()) {
            if (policy != CgroupPolicy.Disabled && asksForLimits(next)) {
                warn.accept("limits are not enforced: " + unavailable);
            }
            return;
        }
        Map<String, LeafPlan> plans = new HashMap<>();
        for (ProcessSpec process : next.processes()) {
            plans.put(process.name(), LeafPlan.of(process, container));
        }
        for (Leaf leaf : byRun.values()) {
            LeafPlan plan = plans.get(leaf.id.process());
            if (plan != null && (!plan.settings().equals(leaf.cgroup.settings()) || !leaf.problems.isEmpty())) {
                warnIfBelowUse(leaf.cgroup, plan.settings());
                List<String> problems = new ArrayList<>(plan.problems());
                problems.addAll(leaf.cgroup.apply(plan.settings()));
                problems.forEach(warn);
                leaf.problems = problems;
            }
        }
    }

    /** The container may have been resized: what is a share of it changes. */
    void containerIs(ContainerLimits now) {
        if (!now.equals(container)) {
            container = now;
            limits = limitsIn(now);
            spec.ifPresent(this::apply);
        }
    }

    private static boolean asksForLimits(ProcessSetSpec spec) {
        for (ProcessSpec process : spec.processes()) {
            if (process.resources().needsCgroup()) {
                return true;
            }
        }
        return false;
    }

    private void warnIfBelowUse(Cgroup cgroup, LeafSettings next) {
        CgroupReading now = new CgroupReading();
        cgroup.read(now);
        if (now.memoryCurrent > next.memoryMax()
                && next.memoryMax() < cgroup.settings().memoryMax()) {
            warn.accept("the new memory limit of " + cgroup.name() + ", " + Amount.bytes(next.memoryMax())
                    + ", is below the " + mebibytes(now.memoryCurrent)
                    + " in use: the kernel takes back what it can, and kills if that is not enough");
        }
    }

    private void warnOfSums(ProcessSetSpec next) {
        OptionalLong whole = LeafPlan.memory(container);
        if (whole.isEmpty()) {
            return;
        }
        long sum = 0;
        for (ProcessSpec process : next.processes()) {
            OptionalLong limit = LeafPlan.limits(process, container).memoryBytes();
            if (limit.isPresent() && limit.getAsLong() > whole.getAsLong()) {
                warn.accept("limits.memory " + Amount.bytes(limit.getAsLong()) + " of process " + process.name()
                        + " is more than the container has, " + Amount.bytes(whole.getAsLong())
                        + ": the container's own limit comes first, and kills everything");
            }
            sum += limit.orElse(0) * process.replicas();
        }
        if (sum + CgroupTree.RESERVE_BYTES > whole.getAsLong() && sum > 0) {
            warn.accept("the memory limits of all replicas, " + mebibytes(sum) + ", and "
                    + mebibytes(CgroupTree.RESERVE_BYTES) + " for podvisor are more than the container has, "
                    + mebibytes(whole.getAsLong())
                    + ": when they use it all, the container's own limit kills everything (raise it or lower them)");
        }
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + "Mi";
    }

    /** The limits of each replica of a process, percentages resolved; another object when the container was resized. */
    Function<ProcessSpec, ProcessLimits> limits() {
        return limits;
    }

    private static Function<ProcessSpec, ProcessLimits> limitsIn(ContainerLimits container) {
        return process -> LeafPlan.limits(process, container);
    }

    /** How far the limits of what runs are in force. */
    LimitsStatus status() {
        LimitsStatus known = status.orElseGet(this::look);
        status = Optional.of(known);
        return known;
    }

    private LimitsStatus look() {
        if (tree.isEmpty()) {
            return new LimitsStatus(Mode.Unenforced, List.of(unavailable), Protection.None);
        }
        Set<String> reasons = new LinkedHashSet<>(notMade.values());
        for (Leaf leaf : byRun.values()) {
            reasons.addAll(leaf.problems);
            if (!leaf.unplaced.isEmpty()) {
                reasons.add("process " + leaf.id + ": " + leaf.unplaced);
            }
        }
        List<String> some = reasons.stream().limit(MOST_REASONS).toList();
        boolean full = container.memoryLow() > 0 || container.memoryMin() > 0;
        return new LimitsStatus(
                some.isEmpty() ? Mode.Enforced : Mode.Partial, some, full ? Protection.Full : Protection.Siblings);
    }
}
