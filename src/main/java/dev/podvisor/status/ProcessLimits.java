package dev.podvisor.status;

import java.util.OptionalLong;

/**
 * The limits of each replica of a process, percentages resolved.
 *
 * @param cpuMillicores thousandths of a core
 */
public record ProcessLimits(OptionalLong cpuMillicores, OptionalLong memoryBytes) {

    public static final ProcessLimits NONE = new ProcessLimits(OptionalLong.empty(), OptionalLong.empty());
}
