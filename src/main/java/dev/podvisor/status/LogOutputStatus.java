package dev.podvisor.status;

/**
 * One place that lines go to.
 *
 * @param name {@code stdout}, {@code stderr}, the path of a file or the address of a syslog server
 * @param problem why it refuses lines now; empty while it works
 * @param bytes that it has taken since podvisor started
 * @param dropped lines that it had no room for
 * @param diverted lines that went to stdout instead, since it refused them
 * @param failures how often it began to refuse lines
 * @param recoveries how often it worked again after that
 */
public record LogOutputStatus(
        String name, String problem, long bytes, long dropped, long diverted, long failures, long recoveries) {}
