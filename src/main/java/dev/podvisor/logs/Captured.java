package dev.podvisor.logs;

/** A pipe whose bytes a {@link LogPump} reads. Thread-safe in what is public; the rest belongs to the pump's thread. */
public final class Captured {

    private final LogSource source;
    final int fd;
    final LineCutter lines;
    private volatile boolean ended;

    Captured(LogSource source, int fd, PartialLines memory) {
        this.source = source;
        this.fd = fd;
        this.lines = new LineCutter(source, memory);
    }

    public LogSource source() {
        return source;
    }

    /** Whether nothing more will come: every process that could write has closed it, and all of it is with the sink. */
    public boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
