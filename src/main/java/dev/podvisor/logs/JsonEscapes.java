package dev.podvisor.logs;

/** Resolves the escapes of JSON strings (RFC 8259, section 7). */
final class JsonEscapes {

    private JsonEscapes() {}

    /** The number of four hexadecimal digits, or -1. */
    static int hex(byte[] bytes, int at) {
        int number = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    /** Adds the text of a valid string, given without its quotes; half a pair of surrogates becomes U+FFFD. */
    static void resolve(byte[] from, int start, int end, Bytes to) {
        resolve(from, start, end, to, false);
    }

    /**
     * Adds text of JSON with only those escapes in it that must be, for characters below U+0020, quotes and backslashes; those of
     * half a pair of surrogates stay, too. Of what is no JSON the sense may change, but nothing else.
     */
    static void simplify(byte[] from, int start, int end, Bytes to) {
        resolve(from, start, end, to, true);
    }

    private static void resolve(byte[] from, int start, int end, Bytes to, boolean needed) {
        int i = start;
        while (i < end) {
            int plain = i;
            while (i < end && from[i] != '\\') {
                i++;
            }
            to.add(from, plain, i);
            if (i + 1 < end) {
                i = escape(from, i, end, to, needed);
            } else if (i < end) {
                to.add(from[i++]);
            }
        }
    }

    private static int escape(byte[] from, int at, int end, Bytes to, boolean needed) {
        int size = from[at + 1] == 'u' ? 6 : 2;
        int character = size == 2 ? of(from[at + 1]) : at + 6 <= end ? hex(from, at + 2) : -1;
        if (character < 0) { // no JSON
            to.add(from[at]);
            return at + 1;
        }
        boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        if (half
                && character < Character.MIN_LOW_SURROGATE
                && at + 12 <= end
                && from[at + 6] == '\\'
                && from[at + 7] == 'u') {
            int low = hex(from, at + 8);
            if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_SURROGATE) {
                to.addCharacter(Character.toCodePoint((char) character, (char) low));
                return at + 12;
            }
        }
        if (needed && (half || character < ' ' || character == '"' || character == '\\')) {
            to.add(from, at, at + size);
        } else {
            to.addCharacter(character);
        }
        return at + size;
    }

    private static int of(byte b) {
        return switch (b) {
            case '"', '\\', '/' -> b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }
}
