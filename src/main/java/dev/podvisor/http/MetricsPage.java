package dev.podvisor.http;

import dev.podvisor.http.Frames.Frame;
import dev.podvisor.http.Frames.Holder;
import dev.podvisor.metrics.Format;
import dev.podvisor.metrics.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * {@code /metrics}. A page is rendered at most once a second for all who want it, whatever their number, and kept compressed, a
 * twentieth of its size: for who wants it plain it is unpacked on the way out. What slow clients keep of older ones is bounded.
 * Thread-safe.
 */
final class MetricsPage {

    static final String PATH = "/metrics";

    private static final int BUFFER = 4096;
    private static final String VARY = "Vary: Accept, Accept-Encoding";

    private final Metrics metrics;
    private final Duration fresh;
    private final LongSupplier nanoTime;
    private final Held held;
    private final Map<Format, Page> newest = new EnumMap<>(Format.class);

    /** A page, compressed, with the bytes that it has when it is not. */
    private record Page(Frame frame, long length, long renderedAt) {}

    /**
     * @param fresh how long a page is given out after it was rendered
     * @param budget bytes of older pages that clients may be taking
     */
    MetricsPage(Metrics metrics, Duration fresh, long budget, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.fresh = fresh;
        this.nanoTime = nanoTime;
        this.held = new Held(budget);
    }

    void answer(Request request, Response response, Connection client) throws IOException, HttpProblem {
        Routes.readOnly(request, PATH);
        Format format = Accept.metrics(request);
        Holder holder = client::close;
        Page page = take(format, holder);
        try {
            byte[] bytes = page.frame.bytes();
            if (Accept.gzip(request)) {
                response.body(HttpStatus.OK, format.contentType(), VARY + "\r\nContent-Encoding: gzip", bytes);
            } else {
                try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes), BUFFER)) {
                    response.body(HttpStatus.OK, format.contentType(), VARY, page.length, plain);
                }
            }
        } finally {
            release(page, holder);
        }
    }

    private synchronized Page take(Format format, Holder holder) throws IOException {
        Page page = newest.get(format);
        if (page == null || nanoTime.getAsLong() - page.renderedAt >= fresh.toNanos()) {
            page = render(format);
            newest.put(format, page);
            held.trim(this::isNewest);
        }
        held.hold(page.frame, holder);
        return page;
    }

    private synchronized void release(Page page, Holder holder) {
        held.release(page.frame, holder);
    }

    private boolean isNewest(Frame frame) {
        for (Page page : newest.values()) {
            if (page.frame == frame) {
                return true;
            }
        }
        return false;
    }

    private Page render(Format format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
        Zipped zipped = new Zipped(bytes);
        try (zipped) {
            metrics.write(format, zipped);
        }
        return new Page(new Frame(0, bytes.toByteArray()), zipped.length, nanoTime.getAsLong());
    }

    /** Compresses the quick way: text of this kind gets small anyhow. */
    private static final class Zipped extends GZIPOutputStream {

        private long length;

        Zipped(OutputStream output) throws IOException {
            super(output, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
            length += count;
            super.write(bytes, offset, count);
        }
    }
}
