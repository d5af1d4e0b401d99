package dev.podvisor.supervise;

import dev.podvisor.cgroup.ContainerLimits;
import dev.podvisor.status.CgroupUsage;
import dev.podvisor.status.NetworkUsage;
import dev.podvisor.usage.RunUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One look at what everything uses.
 *
 * @param self of podvisor's own process
 * @param network of podvisor's own network namespace
 * @param problems what could not be read, in whole sentences
 * @param container the container's own limits as they are now
 */
record Sampled(
        Instant at,
        List<Run> runs,
        RunUsage self,
        List<NetworkUsage> network,
        List<String> problems,
        ContainerLimits container) {

    /**
     * One run.
     *
     * @param oomKills processes of it that the kernel killed for lack of memory
     */
    record Run(RunUsage usage, Optional<CgroupUsage> cgroup, long oomKills) {}
}
