package dev.podvisor.codec;

import java.util.Optional;

/**
 * Checks that bytes are UTF-8 (RFC 3629) and hold only characters that YAML allows (YAML 1.1, section 5.1), before anything is
 * parsed. Thread-safe.
 */
final class Utf8 {

    /** The first place that cannot be read. */
    record Fault(int line, int column, String text, String hint) {}

    private static final String SAVE = "save the file as UTF-8";

    private Utf8() {}

    /** How many bytes a byte order mark of UTF-8 takes at the start: 3 or 0. */
    static int markLength(byte[] bytes) {
        return starts(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
    }

    static Optional<Fault> firstFault(byte[] bytes) {
        String other = otherEncoding(bytes);
        if (!other.isEmpty()) {
            return Optional.of(new Fault(1, 1, "it is encoded as " + other, SAVE));
        }
        int line = 1;
        int column = 1;
        int i = markLength(bytes);
        while (i < bytes.length) {
            byte b = bytes[i];
            if (b >= 0x20 && b < 0x7f) {
                i++;
                column++;
                continue;
            }
            int width = width(bytes, i);
            if (width == 0) {
                return Optional.of(new Fault(line, column, "byte " + (i + 1) + " of the file is not UTF-8", SAVE));
            }
            int c = codePoint(bytes, i);
            if (isForbidden(c)) {
                String hint = c == 0 ? "is it UTF-16? " + SAVE : "in double quotes write it as an escape";
                return Optional.of(new Fault(line, column, "there is " + name(c), hint));
            }
            i += width;
            if (c == '\n' || isBreak(c) || c == '\r' && (i == bytes.length || bytes[i] != '\n')) {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return Optional.empty();
    }

    /** The code point that begins at {@code i} of bytes that {@link #firstFault} has passed. */
    static int codePoint(byte[] bytes, int i) {
        byte b = bytes[i];
        if (b >= 0) {
            return b;
        }
        return switch (length(b)) {
            case 2 -> (b & 0x1f) << 6 | rest(bytes, i + 1);
            case 3 -> (b & 0x0f) << 12 | rest(bytes, i + 1) << 6 | rest(bytes, i + 2);
            default -> (b & 0x07) << 18 | rest(bytes, i + 1) << 12 | rest(bytes, i + 2) << 6 | rest(bytes, i + 3);
        };
    }

    /** How many bytes the code point takes that this byte begins. */
    static int length(byte lead) {
        return lead >= 0 ? 1 : (lead & 0xe0) == 0xc0 ? 2 : (lead & 0xf0) == 0xe0 ? 3 : 4;
    }

    /** Whether YAML 1.1 ends a line at this character, beside CR and LF. */
    static boolean isBreak(int c) {
        return c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static int rest(byte[] bytes, int i) {
        return bytes[i] & 0x3f;
    }

    /** How many bytes the code point at {@code i} takes; 0 when it is cut off, overlong, a surrogate or too large. */
    private static int width(byte[] bytes, int i) {
        int lead = bytes[i] & 0xff;
        int width = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (width == 0 || i + width > bytes.length) {
            return 0;
        }
        for (int k = 1; k < width; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = width > 2 ? bytes[i + 1] & 0xff : 0;
        boolean wrong = lead == 0xe0 && second < 0xa0
                || lead == 0xed && second > 0x9f
                || lead == 0xf0 && second < 0x90
                || lead == 0xf4 && second > 0x8f;
        return wrong ? 0 : width;
    }

    private static boolean isForbidden(int c) {
        return c < 0x20 && c != '\t' && c != '\n' && c != '\r'
                || c >= 0x7f && c < 0xa0 && c != 0x85
                || c == 0xfffe
                || c == 0xffff;
    }

    private static String name(int c) {
        return switch (c) {
            case 0 -> "a NUL character";
            case 0x1b -> "an escape character (U+001B)";
            case 0x7f -> "a delete character (U+007F)";
            default -> "a control character (U+" + String.format("%04X", c) + ")";
        };
    }

    private static String otherEncoding(byte[] bytes) {
        if (starts(bytes, 0xff, 0xfe, 0, 0)) {
            return "UTF-32LE";
        }
        if (starts(bytes, 0, 0, 0xfe, 0xff)) {
            return "UTF-32BE";
        }
        return starts(bytes, 0xff, 0xfe) ? "UTF-16LE" : starts(bytes, 0xfe, 0xff) ? "UTF-16BE" : "";
    }

    private static boolean starts(byte[] bytes, int... with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((bytes[i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
