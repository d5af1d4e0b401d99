package dev.podvisor.usage;

/** Tells the run of a process by a mark that it has inherited. For the sampler's thread. */
@FunctionalInterface
public interface Marks {

    /** The run, or -1 when the process is gone, cannot be looked at or bears no mark of this supervisor. */
    long runOf(int pid);
}
