package dev.podvisor.status;

import java.time.Instant;
import java.util.List;

/**
 * The spec that is in force.
 *
 * @param generation how many specs have been taken, this one included
 * @param appliedAt when it was taken
 * @param rejected how many versions could not be used
 * @param problems why the newest version of the source is not in force, a line each; empty when it is
 */
public record SpecStatus(long generation, Instant appliedAt, long rejected, List<String> problems) {

    public SpecStatus {
        problems = List.copyOf(problems);
    }
}
