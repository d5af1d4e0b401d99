package dev.podvisor.logs;

import dev.podvisor.spec.SyslogProtocol;
import dev.podvisor.spec.SyslogSpec;

/**
 * The address of a syslog server, taken apart.
 *
 * @param host a name or an IP address; the path of a local socket
 * @param port 0 of a local socket
 */
record SyslogAddress(Transport transport, String host, int port) {

    enum Transport {
        Udp,
        Tcp,
        Unix
    }

    private static final String UDP = "udp://";
    private static final String TCP = "tcp://";
    private static final String UNIX = "unix://";

    /** Of an address that the spec has let pass. */
    static SyslogAddress of(String text) {
        if (text.startsWith(UNIX)) {
            return new SyslogAddress(Transport.Unix, text.substring(UNIX.length()), 0);
        }
        boolean tcp = text.startsWith(TCP);
        String rest = tcp || text.startsWith(UDP) ? text.substring(TCP.length()) : text;
        int colon = rest.lastIndexOf(':');
        boolean six = rest.startsWith("[");
        String host = six ? rest.substring(1, colon - 1) : rest.substring(0, colon);
        return new SyslogAddress(
                tcp ? Transport.Tcp : Transport.Udp, host, Integer.parseInt(rest.substring(colon + 1)));
    }

    /** The format that messages have there. */
    static SyslogProtocol protocol(SyslogSpec spec) {
        return spec.protocol()
                .orElse(
                        of(spec.address()).transport() == Transport.Unix
                                ? SyslogProtocol.Rfc3164
                                : SyslogProtocol.Rfc5424);
    }

    /** Whether a message has to fit into a datagram. */
    boolean isDatagram() {
        return transport != Transport.Tcp;
    }

    @Override
    public String toString() {
        return switch (transport) {
            case Unix -> UNIX + host;
            case Udp -> UDP + hostAndPort();
            case Tcp -> TCP + hostAndPort();
        };
    }

    private String hostAndPort() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
