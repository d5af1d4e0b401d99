package dev.podvisor.cli;

import dev.podvisor.status.LimitsStatus;
import dev.podvisor.status.Phase;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a table cannot say: lines below it, and none when all is well. */
final class Notes {

    private static final int MOST = 20;

    /** A line, and what it says without the time that runs down in it. */
    record Note(String text, String fact) {
        private static Note of(String text) {
            return new Note(text, text);
        }
    }

    private Notes() {}

    static List<Note> of(Status status, List<ProcessStatus> shown, Instant now) {
        List<Note> notes = new ArrayList<>();
        if (status.phase() != Phase.Running) {
            String what = status.phase() == Phase.Stopping ? "podvisor is stopping" : "podvisor has ended";
            notes.add(
                    Note.of(status.message().isEmpty() ? what : what + ": " + CommandText.harmless(status.message())));
        }
        if (!status.spec().problems().isEmpty()) {
            notes.add(Note.of("the newest version of " + CommandText.harmless(status.source())
                    + " is not in force, the last good one is:"));
            status.spec().problems().forEach(problem -> notes.add(Note.of("  " + CommandText.harmless(problem))));
        }
        if (status.internalErrors() > 0) {
            notes.add(Note.of(
                    "podvisor contained " + count(status.internalErrors(), "error") + " of its own (see its log)"));
        }
        if (status.limits().mode() != LimitsStatus.Mode.Enforced
                && shown.stream().anyMatch(Notes::limited)) {
            String what = status.limits().mode() == LimitsStatus.Mode.Partial
                    ? "not every limit is enforced: "
                    : "limits are not enforced: ";
            status.limits().reasons().forEach(reason -> notes.add(Note.of(what + CommandText.harmless(reason))));
        }
        for (ProcessStatus process : shown) {
            process.replicas().stream()
                    .filter(replica -> replica.state() == State.Failed || replica.state() == State.Backoff)
                    .filter(replica -> !replica.message().isEmpty())
                    .forEach(replica -> notes.add(trouble(process, replica, now)));
            if (process.droppedLines() > 0) {
                notes.add(new Note(
                        process.name() + ": " + count(process.droppedLines(), "line")
                                + " of output lost (podvisor status -o json says why)",
                        process.name()));
            }
        }
        if (notes.size() > MOST) {
            int more = notes.size() - MOST;
            notes.subList(MOST, notes.size()).clear();
            notes.add(Note.of("and " + count(more, "more note") + " (see podvisor status -o json)"));
        }
        return List.copyOf(notes);
    }

    private static boolean limited(ProcessStatus process) {
        return process.limits().cpuMillicores().isPresent()
                || process.limits().memoryBytes().isPresent();
    }

    private static Note trouble(ProcessStatus process, ReplicaStatus replica, Instant now) {
        String text = StatusRows.label(process, replica) + ": " + CommandText.harmless(replica.message());
        String next = replica.nextStartAt()
                .map(start -> "; starts again in " + Durations.human(Duration.between(now, start)))
                .orElse("");
        return new Note(text + next, text + replica.nextStartAt());
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
