package dev.podvisor.process;

import dev.podvisor.linux.WaitStatus;
import dev.podvisor.spec.ProcessSpec;
import dev.podvisor.spec.Signal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the event loop asks of the kernel. Called by the loop's thread alone, so that an exit is never seen before its spawn is
 * known and no signal hits a pid that was reaped meanwhile.
 */
public interface Launcher {

    /** What came of a start. */
    sealed interface Launch {}

    /**
     * The program runs.
     *
     * @param stdout read end of a pipe, owned by the receiver
     * @param stderr the same for stderr
     * @param warnings for people, such as an unresolved {@code $(VAR)}
     * @param unplaced why it was not in its cgroup before its first instruction; empty when it was, or has none
     */
    record Started(int pid, int stdout, int stderr, List<String> warnings, String unplaced) implements Launch {}

    /**
     * Nothing runs.
     *
     * @param exitCode 127 when the program is not found, 126 when it cannot be executed, 125 for other reasons
     * @param message the cause, with a hint
     * @param passing whether the cause may pass by itself, such as a lack of descriptors
     */
    record NotStarted(int exitCode, String message, boolean passing) implements Launch {}

    /** Makes room for what this many replicas need of this process, such as descriptors. */
    void makeRoomFor(int replicas);

    /**
     * A child that was reaped.
     *
     * @param run of whose tree it was, or -1
     * @param userMicros microseconds of CPU time in user mode, waited-for children included
     * @param systemMicros the same in the kernel
     * @param readBytes bytes read from storage
     * @param writeBytes bytes that were to be written to storage
     */
    record Reaped(WaitStatus status, long run, long userMicros, long systemMicros, long readBytes, long writeBytes) {}

    /**
     * Starts a run of a replica.
     *
     * @param cgroup the folder of the cgroup that it is to run in; empty for podvisor's own
     */
    Launch start(ProcessSpec spec, int replica, long run, String cgroup);

    /** Sends a signal to the process group that this pid leads; it must be a started one that is not reaped. */
    void signal(int pid, Signal signal);

    /** Sends a signal to every process of a run's tree. */
    void signalTree(long run, int leader, Signal signal);

    /**
     * Kills what is alive of the given runs' trees.
     *
     * @param leaders the pid of the first process of each run, by run
     * @return the runs of which something was still there, zombies included
     */
    Set<Long> sweep(Map<Long, Integer> leaders);

    /** A child that has ended and is to be reaped, 0 for none. */
    int nextEnded();

    /** Whether an ended child that {@link #start} did not start may be one that the JDK started and waits for itself. */
    boolean maybeOfJdk(int pid);

    /** Reaps a child that has ended; empty when it has not. */
    Optional<Reaped> reap(int pid);
}
