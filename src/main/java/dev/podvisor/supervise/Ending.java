package dev.podvisor.supervise;

/** How podvisor itself ends: its exit code, and why, for {@code /dev/termination-log}. */
public record Ending(int exitCode, String message) {}
