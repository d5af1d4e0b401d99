package dev.podvisor.codec;

import java.io.IOException;

/** How many log files have been opened anew, as the JSON document that answers it. */
public final class ReopenedJson {

    private ReopenedJson() {}

    /** The document in UTF-8. */
    public static byte[] write(int files) {
        return JsonDocument.answer("Reopened", json -> json.writeNumberField("files", files));
    }

    /** What a document says; throws an {@link IOException} that says what is wrong with it. */
    public static int read(byte[] bytes) throws IOException {
        return (int) JsonObject.read(bytes).whole("files");
    }
}
