package dev.podvisor.process;

import java.nio.charset.StandardCharsets;

/**
 * Texts as the kernel has them: bytes of no certain encoding, held in strings of one char a byte, so that an environment
 * variable that is not UTF-8 reaches a child unchanged whatever the locale is.
 */
final class ByteText {

    private ByteText() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes of a text of the spec, which is UTF-8. */
    static String ofSpec(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(String byteText) {
        return byteText.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For people. */
    static String shown(String byteText) {
        return new String(bytes(byteText), StandardCharsets.UTF_8);
    }
}
