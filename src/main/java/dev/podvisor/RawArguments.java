package dev.podvisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The arguments of {@code main} as UTF-8: the JVM decodes them by the locale, and containers mostly have none. */
final class RawArguments {

    private RawArguments() {}

    /** The given arguments, or the same number of last ones of {@code /proc/self/cmdline} where any of them is not ASCII. */
    static List<String> of(String[] decoded, Path cmdline) {
        if (List.of(decoded).stream().allMatch(argument -> argument.chars().allMatch(c -> c < 0x80))) {
            return List.of(decoded);
        }
        try {
            String[] raw = new String(Files.readAllBytes(cmdline), StandardCharsets.UTF_8).split("\0", -1);
            int end = raw.length - 1; // each argument ends with a NUL, so the last part is empty
            return end >= decoded.length ? List.of(raw).subList(end - decoded.length, end) : List.of(decoded);
        } catch (IOException hidden) {
            return List.of(decoded);
        }
    }
}
