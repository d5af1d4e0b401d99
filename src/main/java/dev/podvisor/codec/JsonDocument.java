package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes documents in UTF-8, on one line, into memory. */
final class JsonDocument {

    /** What a document holds. */
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonDocument() {}

    /** @param bytes about how many it will have */
    static byte[] write(int bytes, Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes);
        try (JsonGenerator json = StatusJson.FACTORY.createGenerator(out)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** An answer of the local API: an object that says of which kind it is. */
    static byte[] answer(String kind, Body fields) {
        return write(256, json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", StatusJson.API_VERSION);
            json.writeStringField("kind", kind);
            fields.write(json);
            json.writeEndObject();
        });
    }
}
