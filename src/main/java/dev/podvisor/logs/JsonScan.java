package dev.podvisor.logs;

import java.util.Arrays;

/**
 * Tells a JSON object (RFC 8259) from other text and finds its members, in one pass that allocates nothing. As strict as the RFC,
 * bytes that are no UTF-8 included; besides, an object that is more than {@link #MAX_DEPTH} deep or has more than
 * {@link #MAX_MEMBERS} members is none here. For one thread.
 */
final class JsonScan {

    static final int MAX_DEPTH = 64;
    static final int MAX_MEMBERS = 1024;

    private static final int NONE = -1;
    private static final int FIRST_MEMBERS = 32;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    // Of each member: where its name begins and ends, without the quotes, where its value does, and whether these have
    // escapes.
    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int ESCAPES = 4;
    private static final int SIZE = 5;

    private int[] members = new int[FIRST_MEMBERS * SIZE];
    private int count;
    private byte[] bytes = new byte[0];
    private int end;
    private boolean escapes;

    /** Whether these bytes are one object, with nothing but white space around it. */
    boolean object(byte[] from, int start, int last) {
        bytes = from;
        end = last;
        count = 0;
        int at = space(start);
        if (at == end || from[at] != '{') {
            return false;
        }
        at = object(at, 1);
        return at != NONE && space(at) == end;
    }

    /** How many members the object has. */
    int count() {
        return count;
    }

    int nameStart(int member) {
        return members[member * SIZE + NAME_START];
    }

    int nameEnd(int member) {
        return members[member * SIZE + NAME_END];
    }

    int valueStart(int member) {
        return members[member * SIZE + VALUE_START];
    }

    int valueEnd(int member) {
        return members[member * SIZE + VALUE_END];
    }

    boolean nameHasEscapes(int member) {
        return (members[member * SIZE + ESCAPES] & 1) != 0;
    }

    boolean valueHasEscapes(int member) {
        return (members[member * SIZE + ESCAPES] & 2) != 0;
    }

    private int space(int from) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
            at++;
        }
        return at;
    }

    private int value(int at, int depth) {
        if (at >= end) {
            return NONE;
        }
        return switch (bytes[at]) {
            case '{' -> object(at, depth);
            case '[' -> array(at, depth);
            case '"' -> string(at);
            case 't' -> word(at, TRUE);
            case 'f' -> word(at, FALSE);
            case 'n' -> word(at, NULL);
            default -> number(at);
        };
    }

    private int object(int from, int depth) {
        int at = space(from + 1);
        if (depth > MAX_DEPTH || at == end) {
            return NONE;
        }
        if (bytes[at] == '}') {
            return at + 1;
        }
        for (; ; ) {
            int nameStart = at + 1;
            at = at < end && bytes[at] == '"' ? string(at) : NONE;
            boolean nameEscapes = escapes;
            int nameEnd = at - 1;
            at = at == NONE ? NONE : space(at);
            if (at == NONE || at == end || bytes[at] != ':') {
                return NONE;
            }
            int valueStart = space(at + 1);
            escapes = false;
            at = value(valueStart, depth + 1);
            if (at == NONE || depth == 1 && !add(nameStart, nameEnd, valueStart, at, nameEscapes)) {
                return NONE;
            }
            at = space(at);
            if (at == end) {
                return NONE;
            }
            if (bytes[at] == '}') {
                return at + 1;
            }
            if (bytes[at] != ',') {
                return NONE;
            }
            at = space(at + 1);
        }
    }

    private boolean add(int nameStart, int nameEnd, int valueStart, int valueEnd, boolean nameEscapes) {
        if (count == MAX_MEMBERS) {
            return false;
        }
        int at = count * SIZE;
        if (at == members.length) {
            members = Arrays.copyOf(members, 2 * at);
        }
        members[at + NAME_START] = nameStart;
        members[at + NAME_END] = nameEnd;
        members[at + VALUE_START] = valueStart;
        members[at + VALUE_END] = valueEnd;
        members[at + ESCAPES] = (nameEscapes ? 1 : 0) | (escapes ? 2 : 0);
        count++;
        return true;
    }

    private int array(int from, int depth) {
        int at = space(from + 1);
        if (depth > MAX_DEPTH || at == end) {
            return NONE;
        }
        if (bytes[at] == ']') {
            return at + 1;
        }
        for (; ; ) {
            at = value(at, depth + 1);
            at = at == NONE ? NONE : space(at);
            if (at == NONE || at == end) {
                return NONE;
            }
            if (bytes[at] == ']') {
                return at + 1;
            }
            if (bytes[at] != ',') {
                return NONE;
            }
            at = space(at + 1);
        }
    }

    /** The index behind a string that begins here; tells of escapes. */
    private int string(int from) {
        escapes = false;
        int at = from + 1;
        for (; ; ) {
            at = JsonLine.clean(bytes, at, end);
            if (at == end) {
                return NONE;
            }
            byte b = bytes[at];
            if (b == '"') {
                return at + 1;
            }
            int size = b == '\\' ? escape(at) : b < 0 ? Utf8Sequence.length(bytes, at, end) : NONE;
            if (size < 0) {
                return NONE;
            }
            escapes |= b == '\\';
            at += size;
        }
    }

    private int escape(int at) {
        if (at + 1 >= end) {
            return NONE;
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> at + 6 <= end && JsonEscapes.hex(bytes, at + 2) >= 0 ? 6 : NONE;
            default -> NONE;
        };
    }

    private int word(int at, byte[] word) {
        int last = at + word.length;
        return last <= end && Arrays.equals(bytes, at, last, word, 0, word.length) ? last : NONE;
    }

    private int number(int from) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int digits = digits(at);
        if (digits == at || bytes[at] == '0' && digits > at + 1) {
            return NONE;
        }
        at = digits;
        if (at < end && bytes[at] == '.') {
            digits = digits(at + 1);
            if (digits == at + 1) {
                return NONE;
            }
            at = digits;
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            at += at < end && (bytes[at] == '+' || bytes[at] == '-') ? 1 : 0;
            digits = digits(at);
            return digits == at ? NONE : digits;
        }
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
