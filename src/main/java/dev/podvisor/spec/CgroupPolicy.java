package dev.podvisor.spec;

/** Whether each replica gets a cgroup of its own. */
public enum CgroupPolicy {
    /** Nothing starts without. */
    Required,
    /** Where the container allows it; without, a warning is given and limits are not enforced. */
    Preferred,
    /** Never. */
    Disabled
}
