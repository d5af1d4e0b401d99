package dev.podvisor.metrics;

import dev.podvisor.status.StatusFeed;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The series of the current status and the JVM. Nothing of the libraries behind it is loaded before it is used for the first time.
 * Thread-safe.
 */
public final class Metrics {

    private final StatusFeed feed;
    private @Nullable Exposition exposition;

    public Metrics(StatusFeed feed) {
        this.feed = feed;
    }

    /** Loads what a scrape needs, so that the first does not have to. */
    public void prepare() {
        var _ = exposition();
    }

    /** Writes all series of this moment, in UTF-8; flushes, does not close. */
    public void write(Format format, OutputStream output) throws IOException {
        exposition().write(format, output);
    }

    private synchronized Exposition exposition() {
        Exposition made = exposition;
        if (made == null) {
            made = new Exposition(feed);
            exposition = made;
        }
        return made;
    }
}
