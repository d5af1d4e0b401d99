package dev.podvisor.supervise;

import dev.podvisor.plan.Replica;
import dev.podvisor.plan.ReplicaId;
import dev.podvisor.process.Launcher;
import dev.podvisor.status.CgroupUsage;
import dev.podvisor.status.NetworkUsage;
import dev.podvisor.status.Usage;
import dev.podvisor.usage.InterfaceUsage;
import dev.podvisor.usage.RunUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * What replicas have used: the newest sample of the run that lives, and the counters of those that have ended, so that a counter
 * of a replica never goes backwards. For the loop's thread, but for {@link #live}.
 */
final class UsageLedger {

    private static final class Account {
        /** Of ended runs. */
        long user;

        long system;
        long read;
        long written;
        long oomKills;

        /** Of the run that lives. */
        boolean alive;

        long reapedUser;
        long reapedSystem;
        long reapedRead;
        long reapedWritten;
        long runOomKills;
        Optional<Usage> shown = Optional.empty();
    }

    /** A run that has not been closed. */
    private record Open(ReplicaId id, Account account) {}

    private final Map<ReplicaId, Account> accounts = new HashMap<>();
    private final Map<Long, Open> byRun = new HashMap<>();
    private final Map<Long, LiveRun> live = new ConcurrentHashMap<>();
    private long version;

    /** Grows whenever something is measured. */
    long version() {
        return version;
    }

    void started(ReplicaId id, LiveRun run) {
        Account account = accounts.computeIfAbsent(id, _ -> new Account());
        account.alive = true;
        account.reapedUser = 0;
        account.reapedSystem = 0;
        account.reapedRead = 0;
        account.reapedWritten = 0;
        account.runOomKills = 0;
        byRun.put(run.ref().run(), new Open(id, account));
        live.put(run.ref().run(), run);
    }

    /** The runs that are alive; for the sampler's thread. */
    List<LiveRun> live() {
        return new ArrayList<>(live.values());
    }

    /** A process of a run was reaped. */
    void reaped(long run, Launcher.Reaped child) {
        LiveRun of = live.get(run);
        Open open = byRun.get(run);
        if (of != null && open != null) {
            of.ref().reaped(child.userMicros(), child.systemMicros(), child.readBytes(), child.writeBytes());
            Account account = open.account;
            account.reapedUser += child.userMicros();
            account.reapedSystem += child.systemMicros();
            account.reapedRead += child.readBytes();
            account.reapedWritten += child.writeBytes();
        }
    }

    void oomKills(long run, long kills) {
        Open open = byRun.get(run);
        if (open != null && kills > open.account.runOomKills) {
            open.account.runOomKills = kills;
            version++;
        }
    }

    void sampled(Sampled sample) {
        version++;
        for (Sampled.Run run : sample.runs()) {
            Open open = byRun.get(run.usage().run());
            if (open != null) { // else it has ended meanwhile
                Account account = open.account;
                account.runOomKills = Math.max(account.runOomKills, run.oomKills());
                account.shown = Optional.of(usage(sample.at(), run.usage(), account, run.cgroup()));
            }
        }
    }

    private static Usage usage(Instant at, RunUsage usage, Account before, Optional<CgroupUsage> cgroup) {
        return new Usage(
                at,
                sum(before.user, usage.cpuUserMicros()),
                sum(before.system, usage.cpuSystemMicros()),
                usage.rssBytes(),
                usage.vszBytes(),
                usage.swapBytes(),
                sum(before.read, usage.readBytes()),
                sum(before.written, usage.writeBytes()),
                usage.fds(),
                usage.threads(),
                usage.processes(),
                cgroup,
                network(usage.network()));
    }

    private static long sum(long before, long now) {
        return now < 0 ? (before == 0 ? Usage.UNKNOWN : before) : before + now;
    }

    /** What podvisor itself uses. */
    static Usage self(Sampled sample) {
        return usage(sample.at(), sample.self(), new Account(), Optional.empty());
    }

    static List<NetworkUsage> network(List<InterfaceUsage> interfaces) {
        List<NetworkUsage> network = new ArrayList<>(interfaces.size());
        for (InterfaceUsage one : interfaces) {
            network.add(new NetworkUsage(one.name(), one.receiveBytes(), one.transmitBytes()));
        }
        return network;
    }

    /**
     * A run has ended and nothing of it is left.
     *
     * @param userMicros what its cgroup counted in all; negative where there is none, and what was reaped is taken
     */
    void gone(long run, long userMicros, long systemMicros, Instant at) {
        live.remove(run);
        Open open = byRun.remove(run);
        if (open == null) {
            return;
        }
        version++;
        Account account = open.account;
        long user = userMicros >= 0 ? userMicros : account.reapedUser;
        long system = systemMicros >= 0 ? systemMicros : account.reapedSystem;
        account.user = last(account, account.user + user, Usage::cpuUserMicros);
        account.system = last(account, account.system + system, Usage::cpuSystemMicros);
        account.read = last(account, account.read + account.reapedRead, Usage::ioReadBytes);
        account.written = last(account, account.written + account.reapedWritten, Usage::ioWriteBytes);
        account.oomKills += account.runOomKills;
        account.runOomKills = 0;
        account.alive = false;
        account.shown = Optional.of(new Usage(
                at,
                account.user,
                account.system,
                Usage.UNKNOWN,
                Usage.UNKNOWN,
                Usage.UNKNOWN,
                account.read,
                account.written,
                Usage.UNKNOWN,
                Usage.UNKNOWN,
                Usage.UNKNOWN,
                Optional.empty(),
                List.of()));
    }

    private static long last(Account account, long exact, ToLongFunction<Usage> counter) {
        return account.shown.isPresent() ? Math.max(exact, counter.applyAsLong(account.shown.get())) : exact;
    }

    /** Replicas that are there no more are forgotten. */
    void retain(List<Replica> replicas) {
        Set<ReplicaId> wanted = new HashSet<>();
        for (Replica replica : replicas) {
            wanted.add(replica.id());
        }
        accounts.entrySet().removeIf(entry -> !entry.getValue().alive && !wanted.contains(entry.getKey()));
    }

    Optional<Usage> usage(ReplicaId id) {
        Account account = accounts.get(id);
        return account == null ? Optional.empty() : account.shown;
    }

    long oomKills(ReplicaId id) {
        Account account = accounts.get(id);
        return account == null ? 0 : account.oomKills + account.runOomKills;
    }

    /** The replica whose run this is. */
    Optional<ReplicaId> replica(long run) {
        Open open = byRun.get(run);
        return open == null ? Optional.empty() : Optional.of(open.id);
    }
}
