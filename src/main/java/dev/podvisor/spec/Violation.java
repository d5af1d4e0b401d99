package dev.podvisor.spec;

/**
 * A rule between fields that a spec breaks.
 *
 * @param path where, such as {@code spec.processes[2].dependsOn[0].name}
 * @param text what is wrong, as the cause of a "cannot …: cause (hint)" message
 * @param hint what would be right; may be empty
 * @param fatal whether the spec cannot be used; otherwise it is a warning
 */
public record Violation(String path, String text, String hint, boolean fatal) {}
