package dev.podvisor.codec;

import dev.podvisor.spec.Criticality;
import dev.podvisor.status.LimitsStatus;
import dev.podvisor.status.OomKill;
import dev.podvisor.status.Phase;
import dev.podvisor.status.ProcessLimits;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.SpecStatus;
import dev.podvisor.status.State;
import dev.podvisor.status.Status;
import dev.podvisor.status.Termination;
import java.io.IOException;

/**
 * Reads what {@link StatusJson} writes. Fields it does not know are passed over, so that a client can read a newer supervisor.
 * Data binding would double the time of {@code podvisor status}, so it streams.
 */
public final class StatusReader {

    private StatusReader() {}

    /** The status in a document in UTF-8; throws an {@link IOException} that says what is wrong with it. */
    public static Status read(byte[] json) throws IOException {
        JsonObject document = JsonObject.read(json);
        if (!document.text("kind").equals(StatusJson.KIND)
                || !document.text("apiVersion").equals(StatusJson.API_VERSION)) {
            throw new IOException("it is a " + document.text("apiVersion") + " " + document.text("kind") + ", not a "
                    + StatusJson.API_VERSION + " " + StatusJson.KIND);
        }
        return status(document);
    }

    private static Status status(JsonObject document) throws IOException {
        return new Status(
                document.whole("sequence"),
                document.text("name"),
                document.text("source"),
                spec(document),
                document.word(Phase.class, "phase"),
                document.flag("ready"),
                document.text("message"),
                (int) document.whole("pid"),
                document.instant("startedAt"),
                document.whole("internalErrors"),
                document.optional("limits", StatusReader::limits).orElse(LimitsStatus.UNKNOWN),
                document.optional("self", UsageJson::read),
                UsageJson.readNetwork(document),
                LogsJson.readOutputs(document),
                document.list("processes", StatusReader::process));
    }

    private static SpecStatus spec(JsonObject document) throws IOException {
        return document.optional(
                        "spec",
                        spec -> new SpecStatus(
                                spec.whole("generation"),
                                spec.instant("appliedAt"),
                                spec.whole("rejected"),
                                spec.texts("problems")))
                .orElseThrow(() -> new IOException("it has no spec"));
    }

    private static ProcessStatus process(JsonObject process) throws IOException {
        return new ProcessStatus(
                process.text("name"),
                process.word(Criticality.class, "criticality"),
                process.texts("command"),
                process.optional("limits", StatusReader::processLimits).orElse(ProcessLimits.NONE),
                process.list("replicas", StatusReader::replica));
    }

    private static ReplicaStatus replica(JsonObject replica) throws IOException {
        return new ReplicaStatus(
                (int) replica.whole("replica"),
                replica.word(State.class, "state"),
                replica.flag("ready"),
                replica.text("reason"),
                replica.text("message"),
                (int) replica.whole("pid"),
                replica.optionalInstant("startedAt"),
                (int) replica.whole("restarts"),
                replica.optionalInstant("nextStartAt"),
                replica.optional("lastTermination", StatusReader::termination),
                replica.flag("paused"),
                replica.counts("restartReasons"),
                replica.whole("oomKills"),
                replica.optional("usage", UsageJson::read),
                LogsJson.read(replica));
    }

    private static LimitsStatus limits(JsonObject limits) throws IOException {
        return new LimitsStatus(
                limits.word(LimitsStatus.Mode.class, "mode"),
                limits.texts("reasons"),
                limits.word(LimitsStatus.Protection.class, "memoryProtection"));
    }

    private static ProcessLimits processLimits(JsonObject limits) throws IOException {
        return new ProcessLimits(limits.optionalWhole("cpuMillicores"), limits.optionalWhole("memoryBytes"));
    }

    private static Termination termination(JsonObject termination) throws IOException {
        return new Termination(
                (int) termination.whole("exitCode"),
                (int) termination.whole("signal"),
                termination.text("reason"),
                termination.text("message"),
                termination.optionalInstant("startedAt"),
                termination.instant("finishedAt"),
                termination.optional(
                        "oomKill", kill -> new OomKill(kill.known("limitBytes"), kill.known("peakBytes"))));
    }
}
