package dev.podvisor.logs;

import dev.podvisor.spec.LogLevel;
import org.jspecify.annotations.Nullable;

/**
 * Finds the level that a line shows in its first {@value #LOOKED_AT} bytes, escape sequences for colours not counted. The first of
 * these is it:
 *
 * <ul>
 *   <li>at the very start {@code <3>} (sd-daemon(3)) or {@code E0102 15:04:05} (klog);
 *   <li>a {@link LevelWord} all in capitals that stands alone: {@code  ERROR }, {@code INFO:root}, {@code [WARN ]};
 *   <li>one in whatever case as a field: {@code [error]}, {@code [core:error]}, {@code |warn|}, between tabs;
 *   <li>as a value: {@code level=error}, {@code "severity":"Error"}, also of lvl and loglevel;
 *   <li>in front of a colon and a blank where a message begins, at the start or behind {@code ]}, {@code :}, {@code #} or
 *       {@code PHP}: {@code warning: }, {@code Fatal error: }, {@code PHP Parse error: }.
 * </ul>
 *
 * Other words are prose: neither "no errors found" nor "error while reading" has a level. Allocates nothing; for one thread.
 */
final class LevelMark {

    static final int LOOKED_AT = 128;

    private static final byte ESCAPE = 0x1b;

    private final byte[] plain = new byte[LOOKED_AT];
    private byte[] bytes = plain;
    private int start;
    private int end;

    /** The level that a line shows; null for none. */
    @Nullable
    LogLevel find(byte[] from, int first, int to) {
        start = first;
        end = Math.min(to, first + LOOKED_AT);
        bytes = from;
        int lineEnd = Newlines.find(from, start, end); // of lines that were joined the first counts
        int last = lineEnd < 0 ? to : lineEnd;
        end = Math.min(end, last);
        for (int i = start; i < end; i++) {
            if (from[i] == ESCAPE) {
                withoutColours(last);
                break;
            }
        }
        LogLevel leading = leading();
        if (leading != null) {
            return leading;
        }
        int i = start;
        while (i < end) {
            if (!isLetter(i)) {
                i++;
                continue;
            }
            int wordStart = i;
            while (isLetter(i)) {
                i++;
            }
            LevelWord word = LevelWord.of(bytes, wordStart, i);
            // A word at the end of what is looked at may go on.
            if (word != null && (i < end || last - first <= LOOKED_AT) && shows(word, wordStart, i)) {
                return word.level();
            }
        }
        return null;
    }

    /** Looks at a copy without sequences such as {@code ESC [ 1 ; 3 1 m}. */
    private void withoutColours(int last) {
        int to = 0;
        int i = start;
        while (i < last && to < LOOKED_AT) {
            if (bytes[i] == ESCAPE && i + 1 < last && bytes[i + 1] == '[') {
                i += 2;
                while (i < last && bytes[i] >= ' ' && bytes[i] < '@') {
                    i++;
                }
                i++;
            } else {
                plain[to++] = bytes[i++];
            }
        }
        bytes = plain;
        start = 0;
        end = to;
    }

    private @Nullable LogLevel leading() {
        byte first = at(start);
        if (first == '<') {
            int at = start + 1;
            int priority = 0;
            while (at < start + 4 && isDigit(at)) {
                priority = 10 * priority + at(at) - '0';
                at++;
            }
            return at > start + 1 && at(at) == '>' ? LevelWord.severity(priority & 7) : null;
        }
        if (first != 'I' && first != 'W' && first != 'E' && first != 'F') {
            return null;
        }
        for (int i = start + 1; i < start + 5; i++) {
            if (!isDigit(i)) {
                return null;
            }
        }
        if (at(start + 5) != ' ' || !isDigit(start + 6) || !isDigit(start + 7) || at(start + 8) != ':') {
            return null;
        }
        return first == 'I'
                ? LogLevel.Info
                : first == 'W' ? LogLevel.Warning : first == 'E' ? LogLevel.Error : LogLevel.Fatal;
    }

    private boolean shows(LevelWord word, int wordStart, int wordEnd) {
        byte before = at(wordStart - 1);
        byte after = at(wordEnd);
        return isCapitals(wordStart, wordEnd) && standsAlone(before, after) && (!word.needsMark() || after == ':')
                || isField(wordStart, wordEnd)
                || isValue(wordStart, after)
                || after == ':' && isBlank(at(wordEnd + 1)) && beginsMessage(wordStart)
                || after == ' ' && isErrorNext(wordEnd + 1) && beginsMessage(wordStart);
    }

    private static boolean standsAlone(byte before, byte after) {
        boolean begins =
                isBlank(before) || before == '[' || before == '(' || before == '<' || before == '|' || before == ':';
        return begins
                && (isBlank(after)
                        || after == ']'
                        || after == ')'
                        || after == '>'
                        || after == '|'
                        || after == ':'
                        || after == ','
                        || after == '!'
                        || after == '/' && before == '[');
    }

    private boolean isField(int wordStart, int wordEnd) {
        int next = wordEnd;
        while (at(next) == ' ') {
            next++;
        }
        byte before = at(wordStart - 1);
        byte after = at(next);
        if (after == ']') {
            int i = wordStart - 1; // also [core:error]
            while (i >= start && before == ':' && at(i) != '[' && !isBlank(at(i)) && at(i) != ']') {
                i--;
            }
            return at(i) == '[';
        }
        return after == before && (before == '|' || before == '\t');
    }

    private boolean isValue(int wordStart, byte after) {
        int i = wordStart - 1;
        boolean quoted = at(i) == '"';
        i = blanksBefore(quoted ? i - 1 : i);
        if (at(i) != '=' && at(i) != ':' || quoted && after != '"') {
            return false;
        }
        i = blanksBefore(i - 1);
        int keyEnd = at(i) == '"' ? i : i + 1;
        int keyStart = keyEnd;
        while (isLetter(keyStart - 1)) {
            keyStart--;
        }
        return (isBlank(after) || after == '"' || after == ',' || after == '}' || after == ']' || after == ';')
                && (isWord("level", keyStart, keyEnd)
                        || isWord("lvl", keyStart, keyEnd)
                        || isWord("severity", keyStart, keyEnd)
                        || isWord("loglevel", keyStart, keyEnd));
    }

    private int blanksBefore(int from) {
        int i = from;
        while (at(i) == ' ') {
            i--;
        }
        return i;
    }

    private boolean isErrorNext(int from) {
        return isWord("error", from, from + 5) && at(from + 5) == ':';
    }

    private boolean beginsMessage(int wordStart) {
        if (wordStart == start) {
            return true;
        }
        if (at(wordStart - 1) != ' ') {
            return false;
        }
        byte mark = at(wordStart - 2);
        if (mark == ']' || mark == ':' || mark == '#') {
            return true;
        }
        int previous = wordStart - 1;
        while (isLetter(previous - 1)) {
            previous--;
        }
        return isWord("php", previous, wordStart - 1) || isWord("parse", previous, wordStart - 1);
    }

    private boolean isWord(String word, int from, int to) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((at(from + i) | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The byte there; 0 outside of what is looked at. */
    private byte at(int index) {
        return index >= start && index < end ? bytes[index] : 0;
    }

    private boolean isDigit(int index) {
        return at(index) >= '0' && at(index) <= '9';
    }

    private boolean isLetter(int index) {
        int letter = at(index) | 0x20; // a capital becomes small, and nothing else becomes a letter
        return letter >= 'a' && letter <= 'z';
    }

    private boolean isCapitals(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 'a') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == 0 || b == '\n';
    }
}
