package dev.podvisor.status;

/**
 * Traffic of one interface of a network namespace since the namespace began (proc_pid_net(5), dev).
 *
 * @param name of the interface, such as {@code eth0}
 */
public record NetworkUsage(String name, long receiveBytes, long transmitBytes) {}
