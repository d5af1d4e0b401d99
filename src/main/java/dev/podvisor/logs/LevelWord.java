package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.podvisor.spec.LogLevel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A word or number that programs call a level by, in whatever case. */
final class LevelWord {

    private static final int LONGEST = 13;
    private static final String MARKED = ":";

    /** The words by their length. */
    private static final LevelWord[][] WORDS = words();

    private final byte[] word;
    private final LogLevel level;
    private final boolean marked;

    private LevelWord(String word, LogLevel level) {
        this.marked = word.endsWith(MARKED);
        this.word = (marked ? word.substring(0, word.length() - 1) : word).getBytes(US_ASCII);
        this.level = level;
    }

    LogLevel level() {
        return level;
    }

    /** Whether it has other senses, even all in capitals, and is a level only where a mark such as a colon says so. */
    boolean needsMark() {
        return marked;
    }

    private static LevelWord[][] words() {
        List<List<LevelWord>> byLength = new ArrayList<>();
        for (int i = 0; i <= LONGEST; i++) {
            byLength.add(new ArrayList<>());
        }
        add(byLength, LogLevel.Trace, "trace trc trce verbose finest: finer:");
        add(byLength, LogLevel.Debug, "debug dbg dbug fine:");
        add(byLength, LogLevel.Info, "info inf information informational notice note: log:");
        add(byLength, LogLevel.Warning, "warn warning wrn");
        add(byLength, LogLevel.Error, "error err fail: severe");
        add(byLength, LogLevel.Fatal, "fatal ftl critical crit alert: emerg emergency: panic dpanic");
        LevelWord[][] words = new LevelWord[LONGEST + 1][];
        for (int i = 0; i <= LONGEST; i++) {
            words[i] = byLength.get(i).toArray(new LevelWord[0]);
        }
        return words;
    }

    private static void add(List<List<LevelWord>> byLength, LogLevel level, String words) {
        int start = 0;
        while (start < words.length()) {
            int end = words.indexOf(' ', start);
            String word = words.substring(start, end < 0 ? words.length() : end);
            LevelWord made = new LevelWord(word, level);
            byLength.get(made.word.length).add(made);
            start += word.length() + 1;
        }
    }

    /** The one that is written there; null for another word. */
    static @Nullable LevelWord of(byte[] from, int start, int end) {
        if (end - start > LONGEST) {
            return null;
        }
        for (LevelWord word : WORDS[end - start]) {
            if (word.is(from, start)) {
                return word;
            }
        }
        return null;
    }

    private boolean is(byte[] from, int start) {
        for (int i = 0; i < word.length; i++) {
            if ((from[start + i] | 0x20) != word[i]) { // only of a letter this makes a letter of those in words
                return false;
            }
        }
        return true;
    }

    /** The level of a number: 10, 20 to 60 as bunyan and pino have them, 0 to 7 as syslog has; null for others. */
    static @Nullable LogLevel of(int number) {
        if (number >= 10) {
            return number < 70 ? LogLevel.values()[number / 10 - 1] : null;
        }
        return number < 0 || number > 7 ? null : severity(number);
    }

    /** Of a severity from 0 to 7 (RFC 5424, table 2). */
    static LogLevel severity(int severity) {
        return switch (severity) {
            case 0, 1, 2 -> LogLevel.Fatal;
            case 3 -> LogLevel.Error;
            case 4 -> LogLevel.Warning;
            case 5, 6 -> LogLevel.Info;
            default -> LogLevel.Debug;
        };
    }
}
