package dev.podvisor.supervise;

/** Where the output of a run goes. */
@FunctionalInterface
public interface Output {

    /**
     * Takes over the read ends of a run's pipes; must not block.
     *
     * @param label how the lines are marked: the process's name, with the index when it has several replicas
     */
    void attach(String process, String label, int stdout, int stderr);
}
