package dev.podvisor.logs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.podvisor.linux.Libc;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;

/** Encodes the supervisor's own records as JSON objects, a line each, with the fields of {@link JsonLine}. For one thread. */
final class JournalJson {

    private static final String NONE = "[ignore]";

    private final LoggerContext context = new LoggerContext();
    private final LogstashEncoder encoder = new LogstashEncoder();

    JournalJson() {
        LogstashFieldNames names = new LogstashFieldNames();
        names.setVersion(NONE);
        names.setLogger(NONE);
        names.setThread(NONE);
        names.setLevelValue(NONE);
        names.setStackTrace(NONE);
        names.setTags(NONE);
        encoder.setFieldNames(names);
        encoder.setTimeZone("UTC");
        encoder.setTimestampPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
        encoder.setIncludeContext(false);
        encoder.setIncludeMdc(false);
        encoder.setLineSeparator("UNIX");
        encoder.setCustomFields(
                "{\"process\":\"podvisor\",\"replica\":0,\"pid\":" + Libc.getpid() + ",\"stream\":\"log\"}");
        encoder.setContext(context);
        encoder.start();
    }

    /** @param message stands in place of the event's own and its exception */
    byte[] encode(ILoggingEvent event, String message) {
        LoggingEvent whole = new LoggingEvent();
        whole.setInstant(event.getInstant());
        whole.setLevel(event.getLevel());
        whole.setLoggerName(event.getLoggerName());
        whole.setLoggerContext(context);
        whole.setMessage(message);
        return encoder.encode(whole);
    }
}
