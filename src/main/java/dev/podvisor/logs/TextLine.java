package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.spec.LogStream;
import dev.podvisor.status.Colour;
import org.jspecify.annotations.Nullable;

/** Lines as they are, each with its label in front: {@code web | line}. Those that were joined are apart again. For one thread. */
final class TextLine implements LineEncoder {

    private static final byte[] NONE = {};

    private final boolean colour;
    private @Nullable Origin origin;
    private byte[] prefix = NONE;

    /** @param colour for a terminal: the label in the colour of its process, and a red bar for stderr */
    TextLine(boolean colour) {
        this.colour = colour;
    }

    @Override
    public void now(long millis) {}

    @Override
    @SuppressWarnings("ReferenceEquality") // asked for each line; there is one for each pipe
    public void of(Origin next) {
        if (next != origin) {
            origin = next;
            prefix = next.label().isEmpty() ? NONE : beginning(next).getBytes(UTF_8);
        }
    }

    private String beginning(Origin next) {
        if (!colour) {
            return next.label().concat(" | ");
        }
        String bar = next.stream() == LogStream.Stderr ? Colour.RED.paint(" | ") : " | ";
        return Colour.ofName(next.process(), next.label()) + bar;
    }

    @Override
    public int mostBytes(int lineBytes, LineFacts facts) {
        return lineBytes + 1 + prefix.length * (1 + facts.newlines);
    }

    @Override
    public int exactBytes(byte[] from, int start, int end, LineFacts facts) {
        return mostBytes(end - start, facts);
    }

    @Override
    public int encode(byte[] from, int start, int end, LineFacts facts, byte[] into, int at) {
        int to = at;
        int lineStart = start;
        for (int left = facts.newlines; left > 0; left--) {
            int newline = Newlines.find(from, lineStart, end);
            to = put(from, lineStart, newline, into, to);
            lineStart = newline + 1;
        }
        return put(from, lineStart, end, into, to);
    }

    private int put(byte[] from, int start, int end, byte[] into, int at) {
        System.arraycopy(prefix, 0, into, at, prefix.length);
        System.arraycopy(from, start, into, at + prefix.length, end - start);
        int to = at + prefix.length + end - start;
        into[to] = '\n';
        return to + 1;
    }

    @Override
    public int lines(LineFacts facts) {
        return 1 + facts.newlines;
    }
}
