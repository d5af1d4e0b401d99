package dev.podvisor.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.status.Status;
import dev.podvisor.status.StatusFeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** What Prometheus would get of a status. */
final class Scraped {

    private Scraped() {}

    static String text(Format format, Status status) throws IOException {
        StatusFeed feed = new StatusFeed();
        feed.publish(status);
        return text(format, new Metrics(feed));
    }

    static String text(Format format, Metrics metrics) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        metrics.write(format, bytes);
        return bytes.toString(UTF_8);
    }

    static List<String> series(Status status) throws IOException {
        return text(Format.Text, status)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
