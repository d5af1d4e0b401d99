package dev.podvisor.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.podvisor.logs.JournalRecord.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The one output of Logback. On a journal's thread it formats and writes; on any other, such as one of the HTTP
 * server's, it puts the event into the journal's queue, since a stuck stderr must not stop those either.
 */
final class JournalAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static volatile @Nullable Journal routed;

    private final JournalLayout layout = new JournalLayout();

    /** From now on what libraries log goes to this journal. */
    static void route(Journal journal) {
        routed = journal;
    }

    static void unroute(Journal journal) {
        if (routed == journal) {
            routed = null;
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (Thread.currentThread() instanceof JournalThread own) {
            own.write(event, layout);
            return;
        }
        Journal journal = routed;
        if (journal == null) {
            new Descriptor(Descriptor.STDERR).accept(layout.text(event, false));
        } else {
            journal.add(entry(event));
        }
    }

    private static JournalRecord entry(ILoggingEvent event) {
        Throwable problem = event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
        return new JournalRecord(
                event.getInstant(),
                severity(event.getLevel()),
                event.getLoggerName(),
                event.getFormattedMessage(),
                problem);
    }

    private static Severity severity(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return Severity.ERROR;
        }
        return level.isGreaterOrEqual(Level.WARN) ? Severity.WARN : Severity.INFO;
    }
}
