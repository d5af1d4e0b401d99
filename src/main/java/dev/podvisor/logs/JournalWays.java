package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.podvisor.spec.LogLevel;
import org.jspecify.annotations.Nullable;

/** The ways of the supervisor's own records to the outputs that take them. For the journal's thread. */
final class JournalWays {

    private @Nullable JournalJson json;

    /** Writes a record to every output that takes it; false when the spec has no outputs, so that it goes where it always went. */
    boolean write(ILoggingEvent event, JournalLayout layout, Outputs outputs) {
        synchronized (outputs.journalTurn()) {
            Routing routing = outputs.routing();
            LogLevel level = level(event.getLevel());
            for (Routing.Way way : routing.ways) {
                if (way.spec == null) {
                    return false;
                }
                if (way.takes(level)) {
                    byte[] bytes = bytes(way, level, event, layout);
                    way.sink.write(way.journal, bytes, bytes.length, Newlines.count(bytes, 0, bytes.length));
                }
            }
            return true;
        }
    }

    private byte[] bytes(Routing.Way way, LogLevel level, ILoggingEvent event, JournalLayout layout) {
        if (!way.isJson() && !way.isSyslog()) {
            return layout.text(event, way.colour).getBytes(UTF_8);
        }
        String message = layout.message(event);
        byte[] lines = way.isJson() ? json().encode(event, message) : message.getBytes(UTF_8);
        return way.isSyslog() ? way.records().record(event.getTimeStamp(), level, lines) : lines;
    }

    /** Not before an output wants it: it brings libraries along. */
    private JournalJson json() {
        JournalJson known = json;
        if (known == null) {
            known = new JournalJson();
            json = known;
        }
        return known;
    }

    private static LogLevel level(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return LogLevel.Error;
        }
        return level.isGreaterOrEqual(Level.WARN) ? LogLevel.Warning : LogLevel.Info;
    }
}
