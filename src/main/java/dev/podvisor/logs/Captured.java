package dev.podvisor.logs;

/** A pipe whose bytes a {@link LogPump} reads. Thread-safe in what is public; the rest belongs to the pump's thread. */
public final class Captured {

    private final LogSource source;
    final Origin origin;
    final int fd;
    final LineCutter lines;

    /** Where its lines go; set by the pump when it takes it, and again when the outputs change. */
    Lanes lanes = Lanes.NONE;

    private volatile boolean ended;

    Captured(LogSource source, Origin origin, int fd, PartialLines memory) {
        this.source = source;
        this.origin = origin;
        this.fd = fd;
        this.lines = new LineCutter(memory);
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
