package dev.podvisor.plan;

/** A replica of a process, by the process's name and an index from 0. */
public record ReplicaId(String process, int index) {

    /** How logs call it: the name alone when the process has a single replica. */
    public String label(int replicas) {
        return replicas == 1 ? process : process + "-" + index;
    }

    @Override
    public String toString() {
        return process + "-" + index;
    }
}
