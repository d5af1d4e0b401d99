package dev.podvisor.spec;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The rules between the fields of {@link ProcessLogging}, without its outputs. Pure. */
final class HandlingRules {

    private static final long MOST_LINE_BYTES = 256 * 1024;
    private static final long MOST_RECENT_BYTES = 16 * 1024 * 1024;
    private static final int MOST_LABELS = 32;
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_VALUE = 256;
    private static final int MOST_LABEL_BYTES = 4096;
    private static final String TWICE = "keep one of the two";

    /** What a pattern that finds the empty text finds it in. */
    private static final List<String> SAMPLES = List.of("", "a b.");

    private final String path;
    private final Consumer<Violation> found;

    /** @param path of the logging of a process, such as {@code spec.processes[0].logging} */
    HandlingRules(String path, Consumer<Violation> found) {
        this.path = path;
        this.found = found;
    }

    void check(ProcessLogging logging) {
        atMost("maxLineBytes", logging.maxLineBytes(), MOST_LINE_BYTES);
        atMost("recentBytes", logging.recentBytes(), MOST_RECENT_BYTES);
        checkLabels(logging.labels());
        for (int i = 0; i < logging.redact().size(); i++) {
            checkRedaction("redact[" + i + "]", logging.redact().get(i));
        }
        if (logging.json().isPresent()) {
            checkNames("json.messageFields", logging.json().get().messageFields());
            checkNames("json.levelFields", logging.json().get().levelFields());
        }
        if (logging.pressure() != PressurePolicy.Block
                && logging.blockSeconds() != ProcessLogging.DEFAULT.blockSeconds()) {
            warning("blockSeconds", "it has no effect with pressure " + logging.pressure(), "remove it");
        }
        if (!logging.inheritOutputs() && logging.outputs().isEmpty()) {
            warning("inheritOutputs", "its lines go nowhere but to podvisor logs", "add outputs or remove it");
        }
        boolean plain = logging.levelDetection().isEmpty() && logging.json().isEmpty();
        if (plain && logging.level().isPresent() && logging.level().get().compareTo(LogLevel.Info) > 0) {
            warning("level", "every line is Info as long as no level is looked for", "add levelDetection: {}");
        }
    }

    private void atMost(String field, Amount amount, long most) {
        if (amount.value() > most) {
            error(field, amount + " is more than " + Amount.bytes(most), "write at most " + Amount.bytes(most));
        }
    }

    private void checkLabels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) {
            error("labels", "it has " + labels.size() + " keys", "at most " + MOST_LABELS);
        }
        long sum = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            String name = label.getKey();
            String value = label.getValue();
            if (!isName(name)) {
                error(
                        "labels",
                        shown(name) + " is not a name of a label",
                        "letters, digits, '-', '_', '.' and '/', at most " + LONGEST_NAME
                                + ", a letter or digit at its ends");
            }
            if (value.length() > LONGEST_VALUE) {
                error("labels", shown(name) + " has " + value.length() + " characters", "at most " + LONGEST_VALUE);
            } else if (value.chars().anyMatch(Character::isISOControl)) {
                error("labels", shown(name) + " has a control character", "write a text of one line");
            }
            sum += bytes(name) + bytes(value);
        }
        if (sum > MOST_LABEL_BYTES) {
            error("labels", "they have " + sum + " bytes", "at most " + MOST_LABEL_BYTES + ", they are in every line");
        }
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean inner = i > 0 && i < name.length() - 1;
            if (!isAlphanumeric(c) && !(inner && "-_./".indexOf(c) >= 0)) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** A name that may be anything, so that a message stays short and on its line. */
    private static String shown(String name) {
        StringBuilder shown = new StringBuilder("\"");
        name.codePoints()
                .limit(LONGEST_NAME)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) || c >= 0xd800 && c < 0xe000 ? '?' : c));
        return shown.append(name.codePointCount(0, name.length()) > LONGEST_NAME ? "…\"" : "\"")
                .toString();
    }

    private void checkRedaction(String at, Redaction redaction) {
        Pattern pattern = redaction.pattern().compile();
        for (String sample : SAMPLES) {
            Matcher matcher = pattern.matcher(sample);
            while (matcher.find()) {
                if (matcher.start() == matcher.end()) {
                    error(at + ".pattern", "it is also found in an empty text", "write + instead of *");
                    return;
                }
            }
        }
        checkGroups(at + ".replacement", redaction.replacement(), pattern);
    }

    /** As RE2/J's {@code Matcher.appendReplacement} reads a replacement. */
    private void checkGroups(String at, String replacement, Pattern pattern) {
        for (int i = 0; i < replacement.length() - 1; i++) {
            char next = replacement.charAt(i + 1);
            if (replacement.charAt(i) == '\\') {
                i++;
            } else if (replacement.charAt(i) == '$' && next >= '0' && next <= '9') {
                if (next - '0' > pattern.groupCount()) {
                    error(at, "the pattern has no group " + next, groups(pattern));
                    return;
                }
            } else if (replacement.charAt(i) == '$' && next == '{') {
                int end = replacement.indexOf('}', i);
                String name = end < 0 ? "" : replacement.substring(i + 2, end);
                if (!pattern.namedGroups().containsKey(name)) {
                    String text = end < 0 ? "the ${ has no }" : "the pattern has no group " + shown(name);
                    error(at, text, "write \\$ for a dollar, or (?P<name>…) in the pattern");
                    return;
                }
            }
        }
    }

    private static String groups(Pattern pattern) {
        return pattern.groupCount() == 0
                ? "put what to keep in parentheses, or write \\$ for a dollar"
                : "it has " + pattern.groupCount() + "; write \\$ for a dollar";
    }

    private void checkNames(String field, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (!seen.add(names.get(i))) {
                error(field + "[" + i + "]", "\"" + names.get(i) + "\" is listed twice", TWICE);
            }
        }
    }

    private void error(String field, String text, String hint) {
        found.accept(new Violation(path + "." + field, text, hint, true));
    }

    private void warning(String field, String text, String hint) {
        found.accept(new Violation(path + "." + field, text, hint, false));
    }
}
