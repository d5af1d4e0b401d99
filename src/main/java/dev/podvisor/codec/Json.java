package dev.podvisor.codec;

/** What a JSON document needs, so that a parser of YAML 1.1 takes it. */
final class Json {

    private Json() {}

    /**
     * Turns the tabs of a JSON document that stand outside of strings into spaces, in place: YAML 1.1 forbids them there. Stops
     * at whatever JSON does not have, so a YAML document in flow style keeps its texts.
     */
    static void spacesForTabs(byte[] bytes) {
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
                return;
            } else if (b == '\t') {
                bytes[i] = ' ';
            }
            if (!started && b > ' ') {
                started = true;
                if (b != '{') {
                    return;
                }
            }
        }
    }
}
