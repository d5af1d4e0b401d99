package dev.podvisor.logs;

import dev.podvisor.spec.LogStream;
import java.util.Map;

/** The ways of one pipe's lines to the outputs that take them. For one thread. */
final class Lanes implements LineTaker {

    static final Lanes NONE =
            new Lanes(new Batch[0], new LogSource[0], new Origin("", "", 0, 0, LogStream.Stdout, Map.of()));

    private final Batch[] batches;
    private final LogSource[] accounts;
    private final Origin origin;

    /** @param accounts whose lines they are, for each batch */
    Lanes(Batch[] batches, LogSource[] accounts, Origin origin) {
        this.batches = batches;
        this.accounts = accounts;
        this.origin = origin;
    }

    @Override
    public void line(byte[] from, int start, int end, LineFacts facts) {
        for (int i = 0; i < batches.length; i++) {
            batches[i].line(accounts[i], origin, from, start, end, facts);
        }
    }

    /** What follows has been read now. */
    void begin() {
        long millis = System.currentTimeMillis();
        for (Batch batch : batches) {
            batch.begin(millis);
        }
    }

    void flush() {
        for (Batch batch : batches) {
            batch.flush();
        }
    }
}
