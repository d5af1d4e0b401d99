package dev.podvisor.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The Date header's form of an instant (RFC 9110, section 5.6.7); by hand, as DateTimeFormatter is many classes. */
final class HttpDate {

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    static String now() {
        return format(Instant.now());
    }

    static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder text =
                new StringBuilder(29).append(word(DAYS, time.getDayOfWeek().getValue()));
        two(text.append(", "), time.getDayOfMonth());
        text.append(' ').append(word(MONTHS, time.getMonthValue())).append(' ').append(time.getYear());
        two(text.append(' '), time.getHour());
        two(text.append(':'), time.getMinute());
        two(text.append(':'), time.getSecond());
        return text.append(" GMT").toString();
    }

    private static String word(String words, int number) {
        return words.substring(3 * number - 3, 3 * number);
    }

    private static void two(StringBuilder text, int value) {
        text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
