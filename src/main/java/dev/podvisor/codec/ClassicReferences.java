package dev.podvisor.codec;

import java.nio.charset.StandardCharsets;

/**
 * {@code ${VAR}} and {@code ${VAR:-default}} in the text of a document. They are expanded in the values of the parsed document,
 * so that no variable can change its structure or its columns. In YAML itself the braces of an unquoted one would have a meaning,
 * as in {@code [php, ${FILE}]}, which is why the parser is given each with stand-ins for everything that could mean anything.
 */
final class ClassicReferences {

    /** Longer documents get no stand-ins, which would take memory: in these, only a reference in quotes or a block is sure to work. */
    private static final int LONGEST = 256 * 1024;

    /** Stand-ins of the 128 ASCII characters: the last private-use plane, in which nobody writes. */
    private static final int STAND_IN = 0x10F000;

    private static final char HIGH = Character.highSurrogate(STAND_IN);
    private static final char LOW = Character.lowSurrogate(STAND_IN);

    private ClassicReferences() {}

    /** One reference: from its {@code $} to behind its brace. */
    record Reference(String text, int start, int nameEnd, int end) {
        String name() {
            return text.substring(start + 2, nameEnd);
        }

        boolean hasFallback() {
            return end - nameEnd > 1;
        }

        String fallback() {
            return hasFallback() ? text.substring(nameEnd + 2, end - 1) : "";
        }
    }

    /** The text with stand-ins in each reference that is on one line and without quotes; as many characters as before. */
    static byte[] hide(byte[] bytes) {
        if (bytes.length > LONGEST) {
            return bytes;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        StringBuilder hidden = new StringBuilder(text.length() + 64);
        int copied = 0;
        int stop = -1;
        Finder finder = new Finder(text);
        for (int at = finder.next(0); at >= 0; at = finder.next(at)) {
            Reference reference = finder.found();
            if (stop < at) {
                stop = nextStop(text, at);
            }
            at = reference.end();
            if (stop >= reference.end()) {
                hidden.append(text, copied, reference.start() + 1);
                for (int i = reference.start() + 1; i < reference.end(); i++) {
                    append(hidden, text.charAt(i));
                }
                copied = reference.end();
            } else {
                at = reference.nameEnd();
            }
        }
        return copied == 0
                ? bytes
                : hidden.append(text, copied, text.length()).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The text as it is in the document. */
    static String reveal(String text) {
        int at = text.indexOf(HIGH);
        if (at < 0) {
            return text;
        }
        StringBuilder revealed = new StringBuilder(text.length());
        int copied = 0;
        for (; at >= 0 && at + 1 < text.length(); at = text.indexOf(HIGH, at + 1)) {
            int c = text.charAt(at + 1) - LOW;
            if (c >= 0 && c < 128) {
                revealed.append(text, copied, at).append((char) c);
                copied = at + 2;
            }
        }
        return revealed.append(text, copied, text.length()).toString();
    }

    private static void append(StringBuilder hidden, char c) {
        boolean harmless = c >= 128 || Character.isLetterOrDigit(c) || c == '_';
        if (harmless) {
            hidden.append(c);
        } else {
            hidden.appendCodePoint(STAND_IN + c);
        }
    }

    private static int nextStop(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '"' || c == '\'' || c == '\\' || Utf8.isBreak(c)) {
                return i;
            }
        }
        return text.length();
    }

    /** Finds references from left to right in time linear to the text. */
    static final class Finder {

        private final String text;
        private int close = -1;
        private Reference found = new Reference("", 0, 0, 0);

        Finder(String text) {
            this.text = text;
        }

        /** Where the next reference at or behind {@code from} begins; -1 when there is none. */
        int next(int from) {
            for (int at = text.indexOf("${", from); at >= 0; at = text.indexOf("${", at + 2)) {
                int name = nameEnd(at + 2);
                if (name > at + 2 && text.startsWith("}", name)) {
                    found = new Reference(text, at, name, name + 1);
                    return at;
                }
                if (name > at + 2 && text.startsWith(":-", name)) {
                    if (close < name + 2) {
                        int brace = text.indexOf('}', name + 2);
                        close = brace < 0 ? Integer.MAX_VALUE : brace;
                    }
                    if (close < text.length()) {
                        found = new Reference(text, at, name, close + 1);
                        return at;
                    }
                }
            }
            return -1;
        }

        Reference found() {
            return found;
        }

        private int nameEnd(int from) {
            int end = from;
            while (end < text.length() && isNamePart(text.charAt(end), end == from)) {
                end++;
            }
            return end;
        }

        private static boolean isNamePart(char c, boolean first) {
            return c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || !first && c >= '0' && c <= '9';
        }
    }
}
