package dev.podvisor.logs;

/** A pipe whose bytes a {@link LogPump} reads. Thread-safe in what is public; the rest belongs to the pump's thread. */
public final class Captured {

    private final LogSource source;
    final Origin origin;
    final int fd;
    final PipeLines lines;

    /** Its number at the pump while that knows it. */
    int slot = -1;

    /** How long it is not read while an output has no room, in nanoseconds; negative for not at all. */
    long patience = -1;

    /** Whether it is not read now, since an output has no room, and since when. */
    boolean held;

    long heldSince;

    /** Whether the pump learns of what comes. */
    boolean watched;

    /** Whether the pump looks after what its outputs have missed. */
    boolean isBehind;

    /** Whether it has waited long enough: its lines are dropped until there is room. */
    boolean impatient;

    /** Dropped lines that somebody has been told of. */
    long knownDropped;

    /** Whether the pump looks at its clock, since lines of it wait for others. */
    boolean isTimed;

    /** Whether its pipe is closed, while lines of it wait for an output. */
    boolean lingers;

    private volatile boolean ended;

    Captured(LogSource source, Origin origin, int fd, PartialLines memory) {
        this.source = source;
        this.origin = origin;
        this.fd = fd;
        this.lines = new PipeLines(source, memory);
    }

    public LogSource source() {
        return source;
    }

    /** What follows has been read now, into that array. */
    void begin(long millis, long nanoTime, byte[] into) {
        lines.begin(millis, nanoTime, into, patience >= 0 && !impatient);
    }

    /** Whether nothing more will come: every process that could write has closed it, and all of it is with the sink. */
    public boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
