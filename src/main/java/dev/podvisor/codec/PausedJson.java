package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** How many replicas a pause or its end has reached, as the JSON document that answers it. */
public final class PausedJson {

    private static final String KIND = "Pause";

    private PausedJson() {}

    /** The document in UTF-8. */
    public static byte[] write(int replicas) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = StatusJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", StatusJson.API_VERSION);
            json.writeStringField("kind", KIND);
            json.writeNumberField("replicas", replicas);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What a document says; throws an {@link IOException} that says what is wrong with it. */
    public static int read(byte[] bytes) throws IOException {
        try (JsonParser parser = StatusJson.FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not a JSON object");
            }
            return (int) new JsonObject(StatusReader.object(parser)).whole("replicas");
        }
    }
}
