package dev.podvisor.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Text of a spec or a child, fit for a terminal: nothing in it can move the cursor or change colours. */
final class CommandText {

    private static final String PLAIN = "-_./:=@%+,~^";

    private CommandText() {}

    /** A command as one would type it into a shell. */
    static String of(List<String> command) {
        return command.stream().map(CommandText::word).collect(Collectors.joining(" "));
    }

    /** The text with a {@code ?} for each control character. */
    static String harmless(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c));
        return shown.toString();
    }

    private static String word(String word) {
        boolean plain = !word.isEmpty()
                && word.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c < 0x80 && PLAIN.indexOf(c) >= 0);
        return plain ? word : "'" + harmless(word).replace("'", "'\\''") + "'";
    }
}
