package dev.podvisor.spec;

import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link Shape}.
 *
 * @param name the key in a document, camelCase as in Kubernetes
 * @param required whether a document must have the key
 * @param fallback the default as a document would write it; {@code null} when there is none
 * @param doc one sentence for the reference page and the schema
 * @param secret whether nothing of what a document gives here may be in a message
 */
public record Field(
        String name, Type type, boolean required, @Nullable Object fallback, String doc, boolean secret) {

    static Field required(String name, Type type, String doc) {
        return new Field(name, type, true, null, doc, false);
    }

    static Field optional(String name, Type type, String doc) {
        return new Field(name, type, false, null, doc, false);
    }

    static Field optional(String name, Type type, Object fallback, String doc) {
        return new Field(name, type, false, fallback, doc, false);
    }

    /** An optional field of whose content no message shows anything. */
    static Field secret(String name, Type type, String doc) {
        return new Field(name, type, false, null, doc, true);
    }
}
