package dev.podvisor.logs;

/**
 * What a line's fields say of where it comes from.
 *
 * @param replica its index
 * @param stream {@code stdout} or {@code stderr}
 */
public record Origin(String process, int replica, long pid, String stream) {}
