package dev.podvisor.supervise;

import dev.podvisor.cgroup.Cgroup;
import dev.podvisor.usage.RunRef;
import java.util.Optional;

/** A run that is alive, as the sampler sees it. */
record LiveRun(RunRef ref, Optional<LeafView> leaf) {

    /** @param glass of the sampler's thread */
    static LiveRun of(long run, int pid, Optional<Cgroup> cgroup, LeafView.Glass glass) {
        if (cgroup.isEmpty()) {
            return new LiveRun(new RunRef(run, pid, RunRef.UNKNOWN_START), Optional.empty());
        }
        LeafView view = new LeafView(cgroup.get(), glass);
        return new LiveRun(RunRef.inCgroup(run, pid, RunRef.UNKNOWN_START, view, view), Optional.of(view));
    }
}
