package dev.podvisor.supervise;

import dev.podvisor.cgroup.Cgroup;
import dev.podvisor.cgroup.CgroupReading;
import dev.podvisor.cgroup.Members;
import dev.podvisor.linux.PidList;
import dev.podvisor.status.CgroupUsage;
import dev.podvisor.status.CgroupUsage.Pressure;
import dev.podvisor.usage.CgroupCpu;
import dev.podvisor.usage.Membership;
import java.util.Optional;

/** What a leaf knows of its run, read once a sample. For the sampler's thread. */
final class LeafView implements Membership, CgroupCpu {

    // One of each for all leaves, as one thread looks at them in turn.
    private static final Members MEMBERS = new Members();
    private static final CgroupReading READING = new CgroupReading();

    private final Cgroup cgroup;
    private long user;
    private long system;
    private long oomKills;
    private Optional<CgroupUsage> usage = Optional.empty();

    LeafView(Cgroup cgroup) {
        this.cgroup = cgroup;
    }

    @Override
    public boolean list(PidList into) {
        cgroup.list(MEMBERS);
        for (int i = 0; i < MEMBERS.size(); i++) {
            into.add(MEMBERS.pid(i));
        }
        return true;
    }

    @Override
    public boolean refresh() {
        cgroup.read(READING);
        user = READING.cpuUser;
        system = READING.cpuSystem;
        oomKills = Math.max(oomKills, READING.oomKills);
        Pressure pressure = new Pressure(
                READING.cpuPressureSome,
                READING.memoryPressureSome,
                READING.memoryPressureFull,
                READING.ioPressureSome,
                READING.ioPressureFull);
        usage = Optional.of(new CgroupUsage(
                READING.memoryCurrent,
                READING.memoryPeak,
                READING.cpuPeriods,
                READING.cpuThrottledPeriods,
                READING.cpuThrottled,
                pressure));
        return user >= 0 && system >= 0;
    }

    @Override
    public long userMicros() {
        return user;
    }

    @Override
    public long systemMicros() {
        return system;
    }

    long oomKills() {
        return oomKills;
    }

    Optional<CgroupUsage> usage() {
        return usage;
    }
}
