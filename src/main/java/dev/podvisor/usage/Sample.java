package dev.podvisor.usage;

import java.util.List;

/**
 * One look at everything.
 *
 * @param runs in the order in which they were asked for
 * @param network interfaces of podvisor's own network namespace, which the runs share unless they have their own
 */
public record Sample(List<RunUsage> runs, List<InterfaceUsage> network) {}
