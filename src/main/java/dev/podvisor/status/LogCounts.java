package dev.podvisor.status;

/**
 * What became of what a replica printed, over all its runs since podvisor started.
 *
 * @param lines read from its pipes
 * @param bytes read from its pipes
 * @param filtered lines left out by level or pattern, as the spec wants
 * @param truncated lines whose end was cut off
 * @param droppedByPressure lines that an output had no room for, once for each output
 * @param droppedByRateLimit lines that were more than the spec allows, once for each output
 * @param droppedAtClose lines that were waiting for an output when it was closed
 */
public record LogCounts(
        long lines,
        long bytes,
        long filtered,
        long truncated,
        long droppedByPressure,
        long droppedByRateLimit,
        long droppedAtClose) {

    public static final LogCounts NONE = new LogCounts(0, 0, 0, 0, 0, 0, 0);

    /** Lines that were lost, for whatever reason. */
    public long dropped() {
        return droppedByPressure + droppedByRateLimit + droppedAtClose;
    }
}
