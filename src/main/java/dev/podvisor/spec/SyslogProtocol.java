package dev.podvisor.spec;

/** The format of a syslog message: RFC 5424, or the older one that RFC 3164 describes and that local sockets want. */
public enum SyslogProtocol {
    Rfc5424,
    Rfc3164
}
