package dev.podvisor.codec;

import java.io.IOException;

/** How many replicas a pause or its end has reached, as the JSON document that answers it. */
public final class PausedJson {

    private PausedJson() {}

    /** The document in UTF-8. */
    public static byte[] write(int replicas) {
        return JsonDocument.answer("Pause", json -> json.writeNumberField("replicas", replicas));
    }

    /** What a document says; throws an {@link IOException} that says what is wrong with it. */
    public static int read(byte[] bytes) throws IOException {
        return (int) JsonObject.read(bytes).whole("replicas");
    }
}
