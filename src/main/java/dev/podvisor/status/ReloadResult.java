package dev.podvisor.status;

import java.util.List;

/**
 * What came of a reload that was asked for.
 *
 * @param lines what changes, or why the new version cannot be used
 */
public record ReloadResult(Outcome outcome, List<String> lines) {

    /** The new version is in force, there was nothing new, or the one before stays in force. */
    public enum Outcome {
        Taken,
        Unchanged,
        Rejected
    }

    public ReloadResult {
        lines = List.copyOf(lines);
    }
}
