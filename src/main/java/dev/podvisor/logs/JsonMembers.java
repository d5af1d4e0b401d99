package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.spec.JsonLines;
import dev.podvisor.spec.LogLevel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a line that is a JSON object apart: its message, its level, and its other members as they are, but for a {@code _} in front
 * of names that our records have. The message is empty when there is none; one that is no string is none, and so is a level
 * that nothing is known of. For one thread.
 */
final class JsonMembers {

    private static final byte[][] OURS = names(List.of(
            "@timestamp",
            "level",
            "message",
            "process",
            "replica",
            "pid",
            "stream",
            "labels",
            "partial",
            "truncated",
            "suppressed",
            "skipped"));
    private static final int NONE = -1;

    private final byte[][] messageFields;
    private final byte[][] levelFields;
    private final Scratch scratch;
    private @Nullable LogLevel level;

    JsonMembers(JsonLines lines, Scratch scratch) {
        messageFields = names(lines.messageFields());
        levelFields = names(lines.levelFields());
        this.scratch = scratch;
    }

    private static byte[][] names(List<String> names) {
        byte[][] bytes = new byte[names.size()][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = names.get(i).getBytes(UTF_8);
        }
        return bytes;
    }

    /**
     * Whether the line is an object with members; if so the facts have its message and other members until the next call.
     */
    boolean take(byte[] from, int start, int end, LineFacts facts) {
        JsonScan scan = scratch.scan;
        if (!scan.object(from, start, end) || scan.count() == 0) {
            return false;
        }
        int message = message(from);
        int levelMember = level(from);
        scratch.message.clear();
        if (message == NONE) {
            facts.message = scratch.message.array();
            facts.messageStart = 0;
            facts.messageEnd = 0;
        } else if (scan.valueHasEscapes(message)) {
            JsonEscapes.resolve(from, scan.valueStart(message) + 1, scan.valueEnd(message) - 1, scratch.message);
            facts.message = scratch.message.array();
            facts.messageStart = 0;
            facts.messageEnd = scratch.message.length();
        } else {
            facts.message = from;
            facts.messageStart = scan.valueStart(message) + 1;
            facts.messageEnd = scan.valueEnd(message) - 1;
        }
        others(from, message, levelMember);
        facts.fields = scratch.fields.array();
        facts.fieldsStart = 0;
        facts.fieldsEnd = scratch.fields.length();
        return true;
    }

    /** The level of the object that was taken apart last; null when it has none. */
    @Nullable
    LogLevel level() {
        return level;
    }

    /** Whether the message is another text than the line has. */
    boolean messageHadEscapes() {
        return scratch.message.length() > 0;
    }

    private int message(byte[] from) {
        for (byte[] name : messageFields) {
            for (int member = 0; member < scratch.scan.count(); member++) {
                if (from[scratch.scan.valueStart(member)] == '"' && isNamed(member, from, name)) {
                    return member;
                }
            }
        }
        return NONE;
    }

    private int level(byte[] from) {
        for (byte[] name : levelFields) {
            for (int member = 0; member < scratch.scan.count(); member++) {
                if (isNamed(member, from, name)) {
                    level = levelOf(from, scratch.scan.valueStart(member), scratch.scan.valueEnd(member));
                    if (level != null) {
                        return member;
                    }
                }
            }
        }
        level = null;
        return NONE;
    }

    private static @Nullable LogLevel levelOf(byte[] from, int start, int end) {
        if (from[start] == '"') {
            LevelWord word = LevelWord.of(from, start + 1, end - 1);
            return word == null ? null : word.level();
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            if (end - start > 2 || from[i] < '0' || from[i] > '9') {
                return null;
            }
            number = 10 * number + from[i] - '0';
        }
        return LevelWord.of(number);
    }

    private boolean isNamed(int member, byte[] from, byte[] name) {
        JsonScan scan = scratch.scan;
        int start = scan.nameStart(member);
        int end = scan.nameEnd(member);
        if (scan.nameHasEscapes(member)) {
            scratch.name.clear();
            JsonEscapes.resolve(from, start, end, scratch.name);
            return Arrays.equals(scratch.name.array(), 0, scratch.name.length(), name, 0, name.length);
        }
        return end - start == name.length && Arrays.equals(from, start, end, name, 0, name.length);
    }

    private void others(byte[] from, int message, int levelMember) {
        Bytes fields = scratch.fields;
        fields.clear();
        for (int member = 0; member < scratch.scan.count(); member++) {
            if (member != message && member != levelMember) {
                if (fields.length() > 0) {
                    fields.add((byte) ',');
                }
                fields.add((byte) '"');
                if (isOurs(member, from)) {
                    fields.add((byte) '_');
                }
                fields.add(from, scratch.scan.nameStart(member), scratch.scan.nameEnd(member));
                fields.add((byte) '"');
                fields.add((byte) ':');
                int first = fields.length();
                fields.add(from, scratch.scan.valueStart(member), scratch.scan.valueEnd(member));
                // Newlines in an object are white space between its parts: in strings they are escapes.
                Newlines.blank(fields.array(), first, fields.length());
            }
        }
    }

    private boolean isOurs(int member, byte[] from) {
        for (byte[] name : OURS) {
            if (isNamed(member, from, name)) {
                return true;
            }
        }
        return false;
    }
}
