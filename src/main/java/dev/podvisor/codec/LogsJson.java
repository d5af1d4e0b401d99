package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.podvisor.status.LogCounts;
import dev.podvisor.status.LogOutputStatus;
import dev.podvisor.status.Status;
import java.io.IOException;
import java.util.List;

/** What a status says of logs, as JSON and back. */
final class LogsJson {

    private LogsJson() {}

    static void write(LogCounts logs, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("logs");
        json.writeNumberField("lines", logs.lines());
        json.writeNumberField("bytes", logs.bytes());
        json.writeNumberField("filtered", logs.filtered());
        json.writeNumberField("truncated", logs.truncated());
        json.writeObjectFieldStart("dropped");
        json.writeNumberField("Pressure", logs.droppedByPressure());
        json.writeNumberField("RateLimit", logs.droppedByRateLimit());
        json.writeNumberField("Closed", logs.droppedAtClose());
        json.writeEndObject();
        json.writeEndObject();
    }

    static LogCounts read(JsonObject replica) throws IOException {
        return replica.optional("logs", LogsJson::counts).orElse(LogCounts.NONE);
    }

    private static LogCounts counts(JsonObject logs) throws IOException {
        LogCounts dropped = logs.optional("dropped", LogsJson::dropped).orElse(LogCounts.NONE);
        return new LogCounts(
                logs.whole("lines"),
                logs.whole("bytes"),
                logs.whole("filtered"),
                logs.whole("truncated"),
                dropped.droppedByPressure(),
                dropped.droppedByRateLimit(),
                dropped.droppedAtClose());
    }

    private static LogCounts dropped(JsonObject dropped) throws IOException {
        return new LogCounts(
                0, 0, 0, 0, dropped.whole("Pressure"), dropped.whole("RateLimit"), dropped.whole("Closed"));
    }

    static void writeOutputs(Status status, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("outputs");
        for (LogOutputStatus output : status.outputs()) {
            json.writeStartObject();
            json.writeStringField("name", output.name());
            json.writeStringField("problem", output.problem());
            json.writeNumberField("bytes", output.bytes());
            json.writeNumberField("dropped", output.dropped());
            json.writeNumberField("diverted", output.diverted());
            json.writeNumberField("failures", output.failures());
            json.writeNumberField("recoveries", output.recoveries());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static List<LogOutputStatus> readOutputs(JsonObject status) throws IOException {
        return status.has("outputs") ? status.list("outputs", LogsJson::output) : List.of();
    }

    private static LogOutputStatus output(JsonObject output) throws IOException {
        return new LogOutputStatus(
                output.text("name"),
                output.text("problem"),
                output.whole("bytes"),
                output.whole("dropped"),
                output.whole("diverted"),
                output.whole("failures"),
                output.whole("recoveries"));
    }
}
