package dev.podvisor.spec;

/** A facility of syslog, in the order of its numbers (RFC 5424, 6.2.1); 12 to 15 have no common names and are left out. */
public enum SyslogFacility {
    Kern(0),
    User(1),
    Mail(2),
    Daemon(3),
    Auth(4),
    Syslog(5),
    Lpr(6),
    News(7),
    Uucp(8),
    Cron(9),
    Authpriv(10),
    Ftp(11),
    Local0(16),
    Local1(17),
    Local2(18),
    Local3(19),
    Local4(20),
    Local5(21),
    Local6(22),
    Local7(23);

    private final int code;

    SyslogFacility(int code) {
        this.code = code;
    }

    /** Its number on the wire. */
    public int code() {
        return code;
    }
}
