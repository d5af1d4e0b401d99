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

    /** What one thread looks at leaf after leaf with. */
    record Glass(Members members, CgroupReading reading) {}

    private final Glass glass;
    private final Cgroup cgroup;
    private long user;
    private long system;
    private long oomKills;
    private Optional<CgroupUsage> usage = Optional.empty();

    LeafView(Cgroup cgroup, Glass glass) {
        this.glass = glass;
        this.cgroup = cgroup;
    }

    @Override
    public boolean list(PidList into) {
        Members members = glass.members();
        cgroup.list(members);
        for (int i = 0; i < members.size(); i++) {
            into.add(members.pid(i));
        }
        return true;
    }

    @Override
    public boolean refresh() {
        CgroupReading reading = glass.reading();
        cgroup.read(reading);
        user = reading.cpuUser;
        system = reading.cpuSystem;
        oomKills = Math.max(oomKills, reading.oomKills);
        Pressure pressure = new Pressure(
                reading.cpuPressureSome,
                reading.memoryPressureSome,
                reading.memoryPressureFull,
                reading.ioPressureSome,
                reading.ioPressureFull);
        usage = Optional.of(new CgroupUsage(
                reading.memoryCurrent,
                reading.memoryPeak,
                reading.cpuPeriods,
                reading.cpuThrottledPeriods,
                reading.cpuThrottled,
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
