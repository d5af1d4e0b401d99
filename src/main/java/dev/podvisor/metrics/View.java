package dev.podvisor.metrics;

import dev.podvisor.status.CgroupUsage;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.Status;
import dev.podvisor.status.Usage;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One snapshot, with the labels that its replicas have in every family.
 *
 * @param subjects one for each replica, ordered by their labels: the library sorts all series so, and has less to do then
 */
record View(Status status, List<Subject> subjects) {

    /** A replica and its labels. */
    record Subject(ProcessStatus process, ReplicaStatus replica, Labels labels) {}

    /** What is measured of a replica, beside its labels. */
    interface Measured<T> {
        void read(T measured, Labels labels, Series into);
    }

    static View of(Status status) {
        List<Subject> subjects = new ArrayList<>();
        for (ProcessStatus process : status.processes()) {
            for (ReplicaStatus replica : process.replicas()) {
                Labels labels = Labels.of("process", process.name(), "replica", Integer.toString(replica.replica()));
                subjects.add(new Subject(process, replica, labels));
            }
        }
        subjects.sort(Comparator.comparing(Subject::labels));
        return new View(status, subjects);
    }

    /** Series of each replica. */
    static Family.Source each(BiConsumer<Subject, Series> source) {
        return (view, into) -> {
            for (Subject subject : view.subjects) {
                source.accept(subject, into);
            }
        };
    }

    /** Series of each replica that has been measured. */
    static Family.Source eachUsage(Measured<Usage> source) {
        return each((subject, into) -> {
            if (subject.replica.usage().isPresent()) {
                source.read(subject.replica.usage().get(), subject.labels, into);
            }
        });
    }

    /** Series of each replica in a cgroup of its own. */
    static Family.Source eachCgroup(Measured<CgroupUsage> source) {
        return eachUsage((usage, labels, into) -> {
            if (usage.cgroup().isPresent()) {
                source.read(usage.cgroup().get(), labels, into);
            }
        });
    }
}
