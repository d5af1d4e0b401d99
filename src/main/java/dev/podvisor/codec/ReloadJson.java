package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.podvisor.status.ReloadResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A {@link ReloadResult} as the JSON document that answers {@code POST /v1/reload}. */
public final class ReloadJson {

    private static final String KIND = "Reload";

    private ReloadJson() {}

    /** The document in UTF-8. */
    public static byte[] write(ReloadResult result) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = StatusJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", StatusJson.API_VERSION);
            json.writeStringField("kind", KIND);
            json.writeStringField("outcome", result.outcome().name());
            json.writeArrayFieldStart("lines");
            for (String line : result.lines()) {
                json.writeString(line);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What a document says; throws an {@link IOException} that says what is wrong with it. */
    public static ReloadResult read(byte[] bytes) throws IOException {
        try (JsonParser parser = StatusJson.FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not a JSON object");
            }
            JsonObject document = new JsonObject(StatusReader.object(parser));
            return new ReloadResult(document.word(ReloadResult.Outcome.class, "outcome"), document.texts("lines"));
        }
    }
}
