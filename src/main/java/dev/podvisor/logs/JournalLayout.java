package dev.podvisor.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.podvisor.status.Colour;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * {@code 2026-11-24T19:40:03.123Z INFO  podvisor | message}, in UTC. Further lines of a message and the top frames of
 * an exception are lines with the same beginning, and control characters become {@code ?}, so that no message can pass
 * for another.
 */
final class JournalLayout {

    private static final int FRAMES = 5;
    private static final int CAUSES = 3;

    /** @param colour for a terminal: the time is faint, and a warning or an error stands out */
    String text(ILoggingEvent event, boolean colour) {
        return text(event, beginning(event, colour));
    }

    /** Message and exception alone, without a newline at their end; still more lines than one. */
    String message(ILoggingEvent event) {
        String logger = event.getLoggerName();
        String lines = text(event, "").stripTrailing();
        return logger.startsWith(Journal.LOGGER) ? lines : logger + ": " + lines;
    }

    private static String text(ILoggingEvent event, String beginning) {
        StringBuilder text = new StringBuilder(160);
        lines(text, beginning, event.getFormattedMessage());
        IThrowableProxy problem = event.getThrowableProxy();
        for (int i = 0; i < CAUSES && problem != null; i++) {
            String message = problem.getMessage();
            String what = message == null ? problem.getClassName() : problem.getClassName() + ": " + message;
            lines(text, beginning, i == 0 ? "  " + what : "  caused by " + what);
            frames(text, beginning, problem.getStackTraceElementProxyArray());
            problem = problem.getCause();
        }
        return text.toString();
    }

    private static void frames(StringBuilder text, String beginning, StackTraceElementProxy[] frames) {
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            lines(text, beginning, "    " + frames[i].getSTEAsString());
        }
    }

    private static void lines(StringBuilder text, String beginning, String message) {
        text.append(beginning);
        int end = message.length();
        while (end > 0 && message.charAt(end - 1) == '\n') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = message.charAt(i);
            if (c == '\n') {
                text.append('\n').append(beginning);
            } else {
                text.append(Character.isISOControl(c) && c != '\t' ? '?' : c);
            }
        }
        text.append('\n');
    }

    private static String beginning(ILoggingEvent event, boolean colour) {
        StringBuilder time = new StringBuilder(24);
        time(time, event.getInstant());
        String level = event.getLevel().toString();
        String logger = event.getLoggerName();
        return (colour ? Colour.FAINT : Colour.NONE).paint(time.toString())
                + ' '
                + (colour ? colour(event.getLevel()) : Colour.NONE).paint(level)
                + " ".repeat(Math.max(0, 5 - level.length()))
                + ' '
                + (logger.startsWith(Journal.LOGGER) ? "podvisor" : logger)
                + " | ";
    }

    private static Colour colour(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return Colour.RED;
        }
        return level.isGreaterOrEqual(Level.WARN) ? Colour.YELLOW : Colour.NONE;
    }

    /** By hand: a DateTimeFormatter would load some hundred classes. */
    private static void time(StringBuilder text, Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        digits(text, time.getYear(), 4).append('-');
        digits(text, time.getMonthValue(), 2).append('-');
        digits(text, time.getDayOfMonth(), 2).append('T');
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2).append('.');
        digits(text, instant.getNano() / 1_000_000, 3).append('Z');
    }

    private static StringBuilder digits(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
