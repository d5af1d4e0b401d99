package dev.podvisor.codec;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Timestamps as RFC 3339 writes them, in UTC with milliseconds. By hand, because the supervisor writes them: DateTimeFormatter
 * would cost it half a megabyte of classes.
 */
final class Rfc3339 {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private Rfc3339() {}

    /** What is finer than a millisecond is cut off, never rounded up. */
    static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(24);
        digits(text, time.getYear(), 4);
        digits(text.append('-'), time.getMonthValue(), 2);
        digits(text.append('-'), time.getDayOfMonth(), 2);
        digits(text.append('T'), time.getHour(), 2);
        digits(text.append(':'), time.getMinute(), 2);
        digits(text.append(':'), time.getSecond(), 2);
        digits(text.append('.'), time.getNano() / NANOS_PER_MILLI, 3);
        return text.append('Z').toString();
    }

    private static void digits(StringBuilder text, int value, int width) {
        String digits = Integer.toString(value);
        text.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
