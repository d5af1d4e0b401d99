package dev.podvisor.linux;

/** What {@link ProcReader} has read of one process; filled anew with each reading. Not thread-safe. */
public final class ProcReading {

    /** One letter, {@code Z} for a zombie (proc_pid_stat(5)). */
    public char state;

    public int parent;

    /** When it started, in clock ticks since boot; with the pid this is its identity. */
    public long startTicks;

    /** Clock ticks of CPU time of its own, threads that have ended included. */
    public long userTicks;

    public long systemTicks;

    /** Clock ticks of the children that it has waited for, and of those that they had waited for. */
    public long childUserTicks;

    public long childSystemTicks;

    public long threads;

    /** Whether it ignores SIGCHLD, so that its children end without being waited for and their times are lost. */
    public boolean ignoresChildren;

    public long virtualPages;

    public long residentPages;

    /** Bytes read from and written to storage, by it and by the children that it has waited for (proc_pid_io(5)). */
    public long readBytes;

    public long writeBytes;

    /** Whether only its remains are left: it has no memory and no descriptors any more, but still its times. */
    public boolean isDead() {
        return (state == 'Z' || state == 'X') && threads <= 1;
    }
}
