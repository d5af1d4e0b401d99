package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.podvisor.status.LimitsStatus;
import dev.podvisor.status.ProcessStatus;
import dev.podvisor.status.ReplicaStatus;
import dev.podvisor.status.Status;
import dev.podvisor.status.Termination;
import dev.podvisor.status.Usage;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Status} as the JSON document of {@code GET /v1/status}: the records' own field names, timestamps as RFC 3339 in UTC
 * with milliseconds, an absent {@link Optional} left out. Streaming, with Jackson's core alone, because the supervisor writes it.
 */
public final class StatusJson {

    public static final String API_VERSION = "podvisor.dev/v1alpha1";
    public static final String KIND = "Status";

    private static final int BYTES_PER_REPLICA = 400;

    // A document is written now and then: nothing is kept between two of them.
    static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private StatusJson() {}

    /** The document in UTF-8, on one line. */
    public static byte[] write(Status status) {
        int replicas = status.processes().stream()
                .mapToInt(process -> process.replicas().size())
                .sum();
        return JsonDocument.write(512 + replicas * BYTES_PER_REPLICA, json -> write(status, json));
    }

    static void write(Status status, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("apiVersion", API_VERSION);
        json.writeStringField("kind", KIND);
        json.writeNumberField("sequence", status.sequence());
        json.writeStringField("name", status.name());
        json.writeStringField("source", status.source());
        json.writeObjectFieldStart("spec");
        json.writeNumberField("generation", status.spec().generation());
        json.writeStringField("appliedAt", Rfc3339.format(status.spec().appliedAt()));
        json.writeNumberField("rejected", status.spec().rejected());
        json.writeArrayFieldStart("problems");
        for (String problem : status.spec().problems()) {
            json.writeString(problem);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeStringField("phase", status.phase().name());
        json.writeBooleanField("ready", status.ready());
        json.writeStringField("message", status.message());
        json.writeNumberField("pid", status.pid());
        json.writeStringField("startedAt", Rfc3339.format(status.startedAt()));
        json.writeNumberField("internalErrors", status.internalErrors());
        write(status.limits(), json);
        if (status.self().isPresent()) {
            UsageJson.write("self", status.self().get(), json);
        }
        UsageJson.write("network", status.network(), json);
        LogsJson.writeOutputs(status, json);
        json.writeArrayFieldStart("processes");
        for (ProcessStatus process : status.processes()) {
            write(process, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(LimitsStatus limits, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("limits");
        json.writeStringField("mode", limits.mode().name());
        json.writeArrayFieldStart("reasons");
        for (String reason : limits.reasons()) {
            json.writeString(reason);
        }
        json.writeEndArray();
        json.writeStringField("memoryProtection", limits.memoryProtection().name());
        json.writeEndObject();
    }

    private static void write(ProcessStatus process, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", process.name());
        json.writeStringField("criticality", process.criticality().name());
        json.writeArrayFieldStart("command");
        for (String word : process.command()) {
            json.writeString(word);
        }
        json.writeEndArray();
        json.writeNumberField("droppedLines", process.droppedLines());
        json.writeObjectFieldStart("limits");
        UsageJson.known("cpuMillicores", process.limits().cpuMillicores().orElse(Usage.UNKNOWN), json);
        UsageJson.known("memoryBytes", process.limits().memoryBytes().orElse(Usage.UNKNOWN), json);
        json.writeEndObject();
        json.writeArrayFieldStart("replicas");
        for (ReplicaStatus replica : process.replicas()) {
            write(replica, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(ReplicaStatus replica, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("replica", replica.replica());
        json.writeStringField("state", replica.state().name());
        json.writeBooleanField("ready", replica.ready());
        json.writeStringField("reason", replica.reason());
        json.writeStringField("message", replica.message());
        json.writeNumberField("pid", replica.pid());
        time("startedAt", replica.startedAt(), json);
        json.writeNumberField("restarts", replica.restarts());
        time("nextStartAt", replica.nextStartAt(), json);
        if (replica.lastTermination().isPresent()) {
            write(replica.lastTermination().get(), json);
        }
        json.writeBooleanField("paused", replica.paused());
        json.writeObjectFieldStart("restartReasons");
        for (Map.Entry<String, Integer> reason : replica.restartReasons().entrySet()) {
            json.writeNumberField(reason.getKey(), reason.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("oomKills", replica.oomKills());
        if (replica.usage().isPresent()) {
            UsageJson.write("usage", replica.usage().get(), json);
        }
        LogsJson.write(replica.logs(), json);
        json.writeEndObject();
    }

    private static void write(Termination termination, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("lastTermination");
        json.writeNumberField("exitCode", termination.exitCode());
        json.writeNumberField("signal", termination.signal());
        json.writeStringField("reason", termination.reason());
        json.writeStringField("message", termination.message());
        time("startedAt", termination.startedAt(), json);
        json.writeStringField("finishedAt", Rfc3339.format(termination.finishedAt()));
        if (termination.oomKill().isPresent()) {
            json.writeObjectFieldStart("oomKill");
            UsageJson.known("limitBytes", termination.oomKill().get().limitBytes(), json);
            UsageJson.known("peakBytes", termination.oomKill().get().peakBytes(), json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void time(String field, Optional<Instant> instant, JsonGenerator json) throws IOException {
        if (instant.isPresent()) {
            json.writeStringField(field, Rfc3339.format(instant.get()));
        }
    }
}
