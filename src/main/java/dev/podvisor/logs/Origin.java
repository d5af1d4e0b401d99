package dev.podvisor.logs;

import dev.podvisor.spec.LogStream;
import java.util.Map;

/**
 * What a line's fields say of where it comes from.
 *
 * @param label in front of a line of text: the process's name, with the index when it has several replicas; empty for none
 * @param replica its index
 * @param labels those of the spec, in their order
 */
public record Origin(
        String label, String process, int replica, long pid, LogStream stream, Map<String, String> labels) {

    /** The same with labels. */
    Origin labelled(Map<String, String> of) {
        return of.equals(labels) ? this : new Origin(label, process, replica, pid, stream, of);
    }

    /** The same at an output for this process alone: of several replicas it says which. */
    Origin atItsOwn() {
        return label.equals(process) ? new Origin("", process, replica, pid, stream, labels) : this;
    }

    /** The name of the stream in records. */
    String streamName() {
        return stream == LogStream.Stdout ? "stdout" : "stderr";
    }
}
