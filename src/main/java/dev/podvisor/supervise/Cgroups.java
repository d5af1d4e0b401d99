package dev.podvisor.supervise;

import dev.podvisor.cgroup.ContainerLimits;
import dev.podvisor.cgroup.Delegation;
import dev.podvisor.spec.CgroupPolicy;

/**
 * What a supervisor has of cgroups.
 *
 * @param container the container's own limits as they were at the start
 */
public record Cgroups(CgroupPolicy policy, Delegation delegation, ContainerLimits container) {

    /** A container whose limits nobody knows. */
    public static final ContainerLimits UNLIMITED = new ContainerLimits(-1, -1, -1, -1, -1, -1, -1);

    /** None at all, for a reason. */
    public static Cgroups none(CgroupPolicy policy, String reason) {
        return new Cgroups(policy, new Delegation.NotDelegated(reason), UNLIMITED);
    }
}
