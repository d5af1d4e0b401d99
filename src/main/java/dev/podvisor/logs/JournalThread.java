package dev.podvisor.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link Journal}: hands its records to Logback, whose {@link JournalAppender} hands the text back to
 * it.
 */
final class JournalThread extends Thread {

    private final Journal journal;
    private final Consumer<String> target;
    private final JournalWays ways = new JournalWays();

    JournalThread(Journal journal, Consumer<String> target) {
        super("journal");
        setDaemon(true);
        this.journal = journal;
        this.target = target;
    }

    @Override
    public void run() {
        LogbackProvider.choose();
        JournalAppender.route(journal);
        for (JournalRecord entry = journal.next(); entry != null; entry = journal.next()) {
            try {
                log(entry);
            } catch (RuntimeException | Error problem) { // one record less must not be the end of the log
                lastResort(entry, problem);
            }
        }
        JournalAppender.unroute(journal);
    }

    private void log(JournalRecord entry) {
        Logger logger = context().getLogger(entry.logger());
        LoggingEvent event = new LoggingEvent(); // the other constructor takes the time of now
        event.setInstant(entry.time());
        event.setLevel(level(entry.severity()));
        event.setLoggerName(entry.logger());
        event.setLoggerContext(logger.getLoggerContext());
        event.setMessage(entry.message());
        Throwable problem = entry.problem();
        if (problem != null) {
            event.setThrowableProxy(new ThrowableProxy(problem));
        }
        logger.callAppenders(event);
    }

    /** While another thread is initialising SLF4J, it hands out substitutes. */
    private static LoggerContext context() {
        for (int i = 0; i < 1000; i++) {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                return context;
            }
            Thread.yield();
        }
        throw new IllegalStateException("cannot log: SLF4J is bound to something else than Logback");
    }

    private static Level level(JournalRecord.Severity severity) {
        return switch (severity) {
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }

    /** Puts an event out; only for this thread. */
    void write(ILoggingEvent event, JournalLayout layout) {
        Outputs outputs = journal.outputs();
        if (outputs == null || !ways.write(event, layout, outputs)) {
            target.accept(layout.text(event, journal.colour()));
        }
    }

    private void lastResort(JournalRecord entry, Throwable problem) {
        try {
            target.accept(entry + " (cannot log: " + problem + ")\n");
        } catch (RuntimeException | Error ignored) {
            // The target itself fails: there is nobody left to tell.
        }
    }
}
