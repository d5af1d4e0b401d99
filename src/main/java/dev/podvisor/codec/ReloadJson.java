package dev.podvisor.codec;

import dev.podvisor.status.ReloadResult;
import java.io.IOException;

/** A {@link ReloadResult} as the JSON document that answers {@code POST /v1/reload}. */
public final class ReloadJson {

    private ReloadJson() {}

    /** The document in UTF-8. */
    public static byte[] write(ReloadResult result) {
        return JsonDocument.answer("Reload", json -> {
            json.writeStringField("outcome", result.outcome().name());
            json.writeArrayFieldStart("lines");
            for (String line : result.lines()) {
                json.writeString(line);
            }
            json.writeEndArray();
        });
    }

    /** What a document says; throws an {@link IOException} that says what is wrong with it. */
    public static ReloadResult read(byte[] bytes) throws IOException {
        JsonObject document = JsonObject.read(bytes);
        return new ReloadResult(document.word(ReloadResult.Outcome.class, "outcome"), document.texts("lines"));
    }
}
