package dev.podvisor.cgroup;

import dev.podvisor.linux.FileBytes;
import java.nio.charset.StandardCharsets;

/**
 * The content of a cgroup file in one of the kernel's formats (cgroup-v2.rst, "Format"), parsed in place without garbage: one
 * number, {@code KEY VALUE} lines, or {@code KEY SUB=VALUE ...} lines. What is absent is -1. Not thread-safe.
 */
final class ControlFile {

    /** A value that the kernel calls {@code max}. */
    static final long MAX = Long.MAX_VALUE;

    static final long ABSENT = -1;

    private final FileBytes file = new FileBytes();

    /** A name or key as {@link #load} and the parsers take it. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a file; false when it is not there or cannot be read, and everything in it is absent then. */
    boolean load(byte[] directory, byte[] name) {
        return file.load(directory, name) >= 0;
    }

    /** The whole content, white space around it left out. */
    String text() {
        return file.text();
    }

    int length() {
        return file.length();
    }

    byte at(int index) {
        return file.at(index);
    }

    /** The first word: a number or {@code max}. */
    long first() {
        return number(0);
    }

    /** The second word of the first line, as in {@code cpu.max}. */
    long second() {
        int at = 0;
        while (at < file.length() && file.at(at) != ' ' && file.at(at) != '\n') {
            at++;
        }
        return at < file.length() && file.at(at) == ' ' ? number(at + 1) : ABSENT;
    }

    /** The value of a line {@code KEY VALUE}. */
    long keyed(byte[] key) {
        int at = line(key, 0);
        return at < 0 ? ABSENT : number(at);
    }

    /** The number behind {@code sub} (its {@code =} included) in the line {@code KEY SUB=VALUE ...}. */
    long nested(byte[] key, byte[] sub) {
        int at = line(key, 0);
        if (at < 0) {
            return ABSENT;
        }
        int found = word(sub, at);
        return found < 0 ? ABSENT : number(found);
    }

    /** Where the rest of a line that begins with this key and a space starts, or -1. */
    private int line(byte[] key, int from) {
        int start = from;
        while (start < file.length()) {
            int end = start + key.length;
            if (end < file.length() && file.at(end) == ' ' && matches(key, start)) {
                return end + 1;
            }
            while (start < file.length() && file.at(start) != '\n') {
                start++;
            }
            start++;
        }
        return -1;
    }

    /** Where the text behind the next word of the line that starts with {@code prefix} begins, or -1. */
    private int word(byte[] prefix, int from) {
        for (int at = from; at + prefix.length < file.length() && file.at(at) != '\n'; at++) {
            if (file.at(at - 1) == ' ' && matches(prefix, at)) {
                return at + prefix.length;
            }
        }
        return -1;
    }

    private boolean matches(byte[] expected, int from) {
        for (int i = 0; i < expected.length; i++) {
            if (file.at(from + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** A decimal number, or {@code max}; absent where there is neither. Numbers past the range of long count as max. */
    private long number(int from) {
        long value = 0;
        int at = from;
        while (at < file.length() && file.at(at) >= '0' && file.at(at) <= '9') {
            int digit = file.at(at) - '0';
            value = value > (MAX - digit) / 10 ? MAX : value * 10 + digit;
            at++;
        }
        if (at > from) {
            return value;
        }
        return at < file.length() && file.at(at) == 'm' ? MAX : ABSENT;
    }
}
