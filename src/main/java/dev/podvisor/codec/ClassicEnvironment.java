package dev.podvisor.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that a classic document may refer to. */
final class ClassicEnvironment {

    private ClassicEnvironment() {}

    /** This process's own, in UTF-8 whatever the locale, by which the JDK would decode them. */
    static Map<String, String> own() {
        try {
            return parse(Files.readAllBytes(Path.of("/proc/self/environ")));
        } catch (IOException notLinux) {
            return System.getenv();
        }
    }

    private static Map<String, String> parse(byte[] block) {
        Map<String, String> variables = new LinkedHashMap<>();
        String text = new String(block, StandardCharsets.UTF_8);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\0', from);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', from);
            if (equals > from && equals < end) {
                variables.putIfAbsent(text.substring(from, equals), text.substring(equals + 1, end));
            }
            from = end + 1;
        }
        return variables;
    }
}
