package dev.podvisor.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Reads server-sent events (WHATWG HTML, section 9.2), of which only the data matter here: one line each. */
final class EventReader {

    private static final byte[] DATA = HttpAnswer.ascii("data: ");

    private final InputStream in;
    private final int limit;

    /** With the most bytes that a line may have. */
    EventReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** The data of the next event; empty when the stream has ended. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c != '\n') {
                if (line.size() == limit) {
                    throw new IOException("an event is longer than " + limit + " bytes");
                }
                line.write(c);
                continue;
            }
            byte[] bytes = line.toByteArray();
            if (bytes.length > DATA.length && Arrays.equals(bytes, 0, DATA.length, DATA, 0, DATA.length)) {
                return Optional.of(Arrays.copyOfRange(bytes, DATA.length, bytes.length));
            }
            line.reset();
        }
        return Optional.empty();
    }
}
