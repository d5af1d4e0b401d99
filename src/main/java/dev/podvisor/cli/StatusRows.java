package dev.podvisor.cli;

import dev.podvisor.spec.Signal;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.Termination;
import dev.podvisor.status.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The lines of {@code podvisor status}: one a process, or one a replica with more columns. */
final class StatusRows {

    static final List<String> COLUMNS = List.of("NAME", "STATUS", "READY", "RESTARTS", "AGE");
    static final List<String> WIDE_COLUMNS =
            List.of("NAME", "STATUS", "READY", "RESTARTS", "AGE", "PID", "MEMORY", "EXIT", "REASON", "COMMAND");

    private static final String NOTHING = "-";

    private StatusRows() {}

    static List<Row> narrow(List<ProcessStatus> processes, Instant now) {
        return processes.stream().map(process -> narrow(process, now)).toList();
    }

    static List<Row> wide(List<ProcessStatus> processes, Instant now) {
        return processes.stream()
                .flatMap(process -> process.replicas().stream().map(replica -> wide(process, replica, now)))
                .toList();
    }

    /** How a replica is called: the name alone when the process has a single one. */
    static String label(ProcessStatus process, ReplicaStatus replica) {
        return process.replicas().size() == 1 ? process.name() : process.name() + "-" + replica.replica();
    }

    private static Row narrow(ProcessStatus process, Instant now) {
        StatusWord word = StatusWord.of(process);
        String ready = process.readyReplicas() + "/" + process.replicas().size();
        int restarts =
                process.replicas().stream().mapToInt(ReplicaStatus::restarts).sum();
        // The youngest run: since when the process has been as it is.
        Optional<Instant> started = process.replicas().stream()
                .flatMap(replica -> replica.startedAt().stream())
                .max(Comparator.naturalOrder());
        Optional<Instant> ended = process.replicas().stream()
                .flatMap(replica -> replica.lastTermination().stream())
                .map(Termination::finishedAt)
                .max(Comparator.naturalOrder());
        return new Row(
                process.name(),
                word,
                List.of(process.name(), word.name(), ready, restarts(restarts, ended, now), age(started, now)),
                List.of(word.name(), ready, Integer.toString(restarts), started.toString()));
    }

    private static Row wide(ProcessStatus process, ReplicaStatus replica, Instant now) {
        StatusWord word = StatusWord.of(replica);
        String name = label(process, replica);
        String ready = replica.ready() ? "1/1" : "0/1";
        String pid = replica.pid() == 0 ? NOTHING : Integer.toString(replica.pid());
        Optional<Instant> ended = replica.lastTermination().map(Termination::finishedAt);
        String exit = replica.lastTermination().map(StatusRows::exit).orElse(NOTHING);
        String reason = reason(replica);
        return new Row(
                name,
                word,
                List.of(
                        name,
                        word.name(),
                        ready,
                        restarts(replica.restarts(), ended, now),
                        age(replica.startedAt(), now),
                        pid,
                        memory(replica),
                        exit,
                        reason,
                        CommandText.of(process.command())),
                List.of(word.name(), ready, Integer.toString(replica.restarts()), pid, exit, reason));
    }

    private static String restarts(int restarts, Optional<Instant> lastEnd, Instant now) {
        return restarts == 0 || lastEnd.isEmpty()
                ? Integer.toString(restarts)
                : restarts + " (" + Durations.human(Duration.between(lastEnd.get(), now)) + " ago)";
    }

    private static String age(Optional<Instant> since, Instant now) {
        return since.map(start -> Durations.human(Duration.between(start, now))).orElse(NOTHING);
    }

    /** Resident memory of the whole tree, to three digits. */
    private static String memory(ReplicaStatus replica) {
        long bytes = replica.usage().map(Usage::rssBytes).orElse(Usage.UNKNOWN);
        if (bytes < 0 || replica.pid() == 0) {
            return NOTHING;
        }
        long kib = bytes >> 10;
        return kib < 1000 ? kib + "Ki" : kib < 1000 << 10 ? (kib >> 10) + "Mi" : tenths(kib) + "Gi";
    }

    private static String tenths(long kib) {
        long tenths = kib * 10 >> 20;
        return tenths / 10 + "." + tenths % 10;
    }

    private static String exit(Termination termination) {
        if (termination.oomKill().isPresent()) {
            return termination.reason();
        }
        return termination.signal() == 0
                ? Integer.toString(termination.exitCode())
                : Signal.nameOf(termination.signal());
    }

    /** Of its state; else, while it does not run, of its last end. */
    private static String reason(ReplicaStatus replica) {
        if (!replica.reason().isEmpty()) {
            return replica.reason();
        }
        return replica.pid() != 0
                ? NOTHING
                : replica.lastTermination().map(Termination::reason).orElse(NOTHING);
    }
}
