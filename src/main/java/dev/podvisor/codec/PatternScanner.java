package dev.podvisor.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Looks for what RE2 does not take, which RE2/J says little about and not where, and for patterns that would become too large: RE2/J
 * has no bound of its own, and {@code ((a{1000}){1000}){1000}} would take all memory. What it finds nothing in may still be wrong.
 * One pass, in time linear to the pattern.
 */
final class PatternScanner {

    /** As in RE2: how often the innermost part of nested repetitions is repeated. */
    static final int MOST_REPETITIONS = 1000;

    /** About how many instructions a pattern becomes; each costs a step for each character of a line. */
    static final int MOST_STEPS = 10_000;

    /** RE2/J compiles groups recursively. */
    static final int MOST_DEPTH = 200;

    /** What is known of a group that is being read. */
    private static final class Group {
        private final int start;

        /** Steps of everything in it but its last part. */
        private long before;

        /** Steps of the last part; -1 for none that could be repeated. */
        private long last = -1;

        private long lastRepetitions = 1;
        private long repetitions = 1;

        /** Where the last part ends if that is a repetition; no other may follow right there. */
        private int repeated = -1;

        Group(int start) {
            this.start = start;
        }

        void add(long steps, long times) {
            before += Math.max(last, 0);
            repetitions = Math.max(repetitions, lastRepetitions);
            last = steps;
            lastRepetitions = times;
        }
    }

    private final String pattern;
    private final Deque<Group> groups = new ArrayDeque<>();
    private Group group = new Group(-1);
    private int i;

    private PatternScanner(String pattern) {
        this.pattern = pattern;
    }

    static Optional<PatternFault> fault(String pattern) {
        return new PatternScanner(pattern).scan();
    }

    private Optional<PatternFault> scan() {
        while (i < pattern.length()) {
            Optional<PatternFault> fault = step(pattern.charAt(i));
            if (fault.isPresent()) {
                return fault;
            }
        }
        if (!groups.isEmpty()) {
            return fault(group.start, "the ( without a )", "close it, or write \\( for the character");
        }
        group.add(0, 1);
        return group.before > MOST_STEPS ? tooLarge(0) : Optional.empty();
    }

    private Optional<PatternFault> step(char c) {
        return switch (c) {
            case '\\' -> escape();
            case '[' -> brackets();
            case '(' -> open();
            case ')' -> close();
            case '|' -> {
                group.add(-1, 1);
                group.before++;
                i++;
                yield Optional.empty();
            }
            case '*', '+', '?' -> repeat(i + 1, 1);
            case '{' -> braces();
            default -> atom(i + Character.charCount(pattern.codePointAt(i)));
        };
    }

    private Optional<PatternFault> atom(int end) {
        group.add(1, 1);
        i = end;
        return Optional.empty();
    }

    private Optional<PatternFault> escape() {
        Optional<PatternFault> fault = PatternEscapes.fault(pattern, i, false);
        if (fault.isPresent()) {
            return fault;
        }
        if (pattern.startsWith("\\Q", i)) {
            int end = pattern.indexOf("\\E", i + 2);
            int length = (end < 0 ? pattern.length() : end) - i - 2;
            if (length > 0) {
                group.add(length - 1, 1);
                group.add(1, 1);
            }
            i = end < 0 ? pattern.length() : end + 2;
            return Optional.empty();
        }
        return atom(escapeEnd(i));
    }

    /** Behind an escape, numbers and names in braces included. */
    private int escapeEnd(int at) {
        char c = pattern.charAt(at + 1);
        int end = at + 2;
        if ((c == 'x' || c == 'p' || c == 'P') && pattern.startsWith("{", end)) {
            int close = pattern.indexOf('}', end);
            return close < 0 ? pattern.length() : close + 1;
        }
        if (c == 'x' || c >= '0' && c <= '7') {
            int most = at + 4;
            while (end < pattern.length()
                    && end < most
                    && Character.digit(pattern.charAt(end), c == 'x' ? 16 : 8) >= 0) {
                end++;
            }
            return end;
        }
        return Math.min(pattern.length(), (c == 'p' || c == 'P') ? end + 1 : end);
    }

    /** Only as far as to find their end and escapes; ranges are left to RE2/J. */
    private Optional<PatternFault> brackets() {
        int start = i;
        int at = i + (pattern.startsWith("[^", i) ? 2 : 1);
        int hyphen = -1; // of a range, whose second character is one whatever it is
        boolean first = true;
        while (at < pattern.length() && (first || pattern.charAt(at) != ']')) {
            first = false;
            int name = pattern.startsWith("[:", at) && hyphen < 0 ? pattern.indexOf(":]", at + 2) : -1;
            boolean ends = hyphen >= 0;
            if (pattern.charAt(at) == '\\') {
                Optional<PatternFault> fault = PatternEscapes.fault(pattern, at, true);
                if (fault.isPresent()) {
                    return fault;
                }
                at = escapeEnd(at);
            } else {
                at = name < 0 ? at + Character.charCount(pattern.codePointAt(at)) : name + 2;
            }
            hyphen = -1;
            if (!ends && name < 0 && pattern.startsWith("-", at) && !pattern.startsWith("]", at + 1)) {
                hyphen = at++;
            }
        }
        return at < pattern.length()
                ? atom(at + 1)
                : fault(start, "the [ without a ]", "close it, or write \\[ for the character");
    }

    private Optional<PatternFault> open() {
        if (pattern.startsWith("(?", i)) {
            Optional<PatternFault> fault = PatternGroups.fault(pattern, i);
            if (fault.isPresent()) {
                return fault;
            }
        }
        int end = PatternGroups.open(pattern, i);
        boolean flags = pattern.startsWith("(?", i) && pattern.charAt(end - 1) == ')';
        if (!flags) {
            if (groups.size() >= MOST_DEPTH) {
                return fault(i, "more than " + MOST_DEPTH + " groups in one another", "");
            }
            groups.push(group);
            group = new Group(i);
        }
        i = end;
        return Optional.empty();
    }

    private Optional<PatternFault> close() {
        if (groups.isEmpty()) {
            return fault(i, "the ) without a (", "write \\) for the character");
        }
        group.add(-1, 1);
        Group inner = group;
        group = groups.pop();
        group.add(inner.before + 2, inner.repetitions);
        i++;
        return Optional.empty();
    }

    private Optional<PatternFault> braces() {
        int end = i + 1;
        int comma = -1;
        while (end < pattern.length() && pattern.charAt(end) != '}') {
            char c = pattern.charAt(end);
            if (c == ',' && comma < 0 && end > i + 1) {
                comma = end;
            } else if (c < '0' || c > '9') {
                return atom(i + 1); // the character itself
            }
            end++;
        }
        if (end == pattern.length() || end == i + 1) {
            return atom(i + 1);
        }
        long least = number(i + 1, comma < 0 ? end : comma);
        long most = comma < 0 ? least : comma + 1 == end ? least + 1 : number(comma + 1, end);
        String shown = "the repetition " + Wording.cut(pattern.substring(i, end + 1));
        if (Math.max(least, comma + 1 == end ? least : most) > MOST_REPETITIONS) {
            return fault(i, shown, "at most " + MOST_REPETITIONS + " times; write + or * for any number");
        }
        if (most < least) {
            return fault(i, shown, "write the smaller number first");
        }
        return repeat(end + 1, Math.max(1, most));
    }

    private long number(int from, int to) {
        return to - from > 9 ? Integer.MAX_VALUE : Long.parseLong(pattern.substring(from, to));
    }

    private Optional<PatternFault> repeat(int end, long times) {
        String shown = Wording.cut(pattern.substring(i, end));
        if (group.repeated == i) {
            return pattern.charAt(i) == '+'
                    ? fault(i - 1, "possessive " + pattern.charAt(i - 1) + "+", "RE2 never goes back; remove the +")
                    : fault(i, "the repetition " + shown + " of a repetition", "put the inner one in (?:…)");
        }
        if (group.last < 0) {
            String character = pattern.substring(i, i + 1);
            return fault(i, "the repetition " + shown + " of nothing", "write \\" + character + " for the character");
        }
        group.lastRepetitions *= times;
        group.last = group.last * times + 1;
        if (group.lastRepetitions > MOST_REPETITIONS) {
            return fault(
                    i,
                    "the repetition " + shown + " of what is repeated already",
                    "at most " + MOST_REPETITIONS + " times in all");
        }
        if (group.last > MOST_STEPS) {
            return tooLarge(i);
        }
        i = end < pattern.length() && pattern.charAt(end) == '?' ? end + 1 : end;
        group.repeated = i;
        return Optional.empty();
    }

    private static Optional<PatternFault> tooLarge(int at) {
        return fault(at, "more than " + MOST_STEPS + " steps in all, by repetition", "repeat less, or write + or *");
    }

    private static Optional<PatternFault> fault(int at, String what, String hint) {
        return Optional.of(new PatternFault(at, what, hint));
    }
}
