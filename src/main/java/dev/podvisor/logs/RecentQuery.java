package dev.podvisor.logs;

import dev.podvisor.spec.LogStream;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the recent lines somebody wants.
 *
 * @param processes by name; all when empty
 * @param replica its index; -1 for all
 * @param tail the most lines of what is there at the beginning, the newest; -1 for all
 * @param sinceMillis older lines are left out; in milliseconds since 1970
 * @param follow whether to go on with what comes
 */
public record RecentQuery(
        Set<String> processes, int replica, Optional<LogStream> stream, long tail, long sinceMillis, boolean follow) {

    public RecentQuery {
        processes = Set.copyOf(processes);
    }

    boolean takes(RecentLines lines) {
        return (processes.isEmpty() || processes.contains(lines.process()))
                && (replica < 0 || replica == lines.replica());
    }

    boolean takes(RecentEntry entry) {
        return entry.millis >= sinceMillis && (stream.isEmpty() || stream.get() == entry.stream());
    }
}
