package dev.podvisor.codec;

/** What a JSON document needs, so that a parser of YAML 1.1 takes it. */
final class Json {

    private Json() {}

    /**
     * The document with spaces in place of the tabs that stand outside of strings, if it is JSON: YAML 1.1 forbids them there. Stops
     * at whatever JSON does not have, so a YAML document in flow style keeps its texts.
     */
    static byte[] spacesForTabs(byte[] bytes) {
        byte[] changed = bytes;
        boolean copied = false;
        int i = Utf8.markLength(bytes);
        boolean quoted = false;
        boolean started = false;
        for (; i < bytes.length; i++) {
            byte b = bytes[i];
            if (quoted) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    quoted = false;
                }
            } else if (b == '"') {
                quoted = true;
            } else if (b == '\'' || b == '#') {
                return changed;
            } else if (b == '\t') {
                changed = copied ? changed : bytes.clone();
                copied = true;
                changed[i] = ' ';
            }
            if (!started && b > ' ') {
                started = true;
                if (b != '{') {
                    return changed;
                }
            }
        }
        return changed;
    }
}
