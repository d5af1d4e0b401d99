package dev.podvisor.spec;

/** How an output writes a line. */
public enum OutputFormat {
    /** {@code web | the line}. */
    Text,
    /** An object a line. */
    Json
}
