package dev.podvisor.usage;

/**
 * Traffic of one network interface (proc_pid_net(5), dev). When it is made anew or its counters wrap, they go on from where they
 * were.
 *
 * @param name such as {@code eth0}
 */
public record InterfaceUsage(
        String name, long receiveBytes, long receivePackets, long transmitBytes, long transmitPackets) {}
