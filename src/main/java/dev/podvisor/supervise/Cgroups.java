package dev.podvisor.supervise;

import dev.podvisor.cgroup.CgroupTree;
import dev.podvisor.cgroup.ContainerLimits;
import dev.podvisor.cgroup.Delegation;
import dev.podvisor.spec.CgroupPolicy;
import java.util.Optional;

/**
 * What a supervisor has of cgroups.
 *
 * @param container the container's own limits as they were at the start
 */
public record Cgroups(CgroupPolicy policy, Delegation delegation, ContainerLimits container) {

    /** A container whose limits nobody knows. */
    public static final ContainerLimits UNLIMITED = new ContainerLimits(-1, -1, -1, -1, -1, -1, -1);

    /** The container's cgroup, if it is podvisor's to divide. */
    public Optional<CgroupTree> tree() {
        return delegation instanceof Delegation.Delegated delegated ? Optional.of(delegated.tree()) : Optional.empty();
    }

    /** Why it is not; empty when it is. */
    public String unavailable() {
        return delegation instanceof Delegation.NotDelegated not ? not.reason() : "";
    }

    /** None at all, for a reason. */
    public static Cgroups none(CgroupPolicy policy, String reason) {
        return new Cgroups(policy, new Delegation.NotDelegated(reason), UNLIMITED);
    }
}
