package dev.podvisor.usage;

import dev.podvisor.linux.PidList;

/** A source that knows the processes of one run, such as the cgroup.procs of its leaf. For the sampler's thread. */
@FunctionalInterface
public interface Membership {

    /**
     * Adds the pids of the run's processes; zombies may be missing.
     *
     * @return false when they cannot be told now: then those that are known already are taken
     */
    boolean list(PidList into);
}
