package dev.podvisor.cli;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time from which on lines are wanted: an age such as {@code 10m} or {@code 1h30m}, or an instant (RFC 3339). */
final class LogsSince {

    private static final Pattern AGE =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s?)?");
    private static final long[] SECONDS = {86_400, 3600, 60, 1};

    private LogsSince() {}

    /** As {@code GET /v1/logs} takes it; empty when it is neither. */
    static Optional<String> parse(String text) {
        Matcher age = AGE.matcher(text);
        if (!text.isEmpty() && age.matches()) {
            long seconds = 0;
            for (int unit = 0; unit < SECONDS.length; unit++) {
                String number = age.group(unit + 1);
                seconds += number == null ? 0 : Long.parseLong(number) * SECONDS[unit];
            }
            return Optional.of(Long.toString(seconds));
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().toString());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
