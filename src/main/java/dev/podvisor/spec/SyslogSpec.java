package dev.podvisor.spec;

import java.util.List;
import java.util.Optional;

/**
 * Where messages of an output of type Syslog go, and what they say.
 *
 * @param address {@code udp://host:port}, {@code tcp://host:port} or {@code unix:///path}; {@code host:port} alone is UDP
 * @param protocol empty for Rfc3164 on a local socket and Rfc5424 elsewhere
 */
public record SyslogSpec(String address, SyslogFacility facility, Optional<SyslogProtocol> protocol) {

    /** The local socket. */
    public static final SyslogSpec DEFAULT = new SyslogSpec("unix:///dev/log", SyslogFacility.Daemon, Optional.empty());

    static final Shape<SyslogSpec> SHAPE = new Shape<>(
            "Syslog",
            "A syslog server or the local socket.",
            List.of(
                    Field.optional(
                            "address",
                            new Type.Text(
                                    "an address (udp://host:port, tcp://host:port or unix:///path)",
                                    "((udp|tcp)://)?(\\[[0-9a-fA-F:.]+\\]|[-A-Za-z0-9_.]+):[0-9]{1,5}|unix:///[^\\x00-\\x1f]+",
                                    300),
                            "unix:///dev/log",
                            "Where the server listens; host:port alone is UDP."),
                    Field.optional(
                            "facility",
                            Type.choice("a facility", SyslogFacility.class),
                            "Daemon",
                            "The facility that messages have."),
                    Field.optional(
                            "protocol",
                            Type.choice(SyslogProtocol.class),
                            "The format of messages; Rfc3164 on a local socket and Rfc5424 elsewhere when absent.")),
            v -> new SyslogSpec(v.text("address"), v.get("facility"), v.find("protocol")));
}
