package dev.podvisor.codec;

import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Feeds checked UTF-8 to SnakeYAML's scanner straight from the bytes. The library's own reader keeps the current token in an
 * {@code int[]} that it copies for each further kilobyte: quadratic time and 24 MB for one long line of 3 MiB. This one keeps
 * nothing, and its marks hold no text, so no error can show a snippet of the file.
 */
final class Utf8Reader extends StreamReader {

    private static final int[] NO_TEXT = {};

    private final byte[] bytes;
    private int offset;
    private int index;
    private int line;
    private int column;

    // Where the last peek looked: the scanner peeks forward one by one, so the next place is found from here.
    private int seen;
    private int seenOffset;

    /** Takes bytes that {@link Utf8#firstFault} has passed; a byte order mark is skipped. */
    Utf8Reader(byte[] bytes) {
        super(Reader.nullReader());
        this.bytes = bytes;
        this.offset = Utf8.markLength(bytes);
        this.seenOffset = offset;
    }

    @Override
    public Mark getMark() {
        return new Mark("", index, line, column, NO_TEXT, 0);
    }

    @Override
    public int peek() {
        return at(offset);
    }

    @Override
    public int peek(int ahead) {
        return at(find(ahead));
    }

    @Override
    public String prefix(int length) {
        return new String(bytes, offset, find(length) - offset, StandardCharsets.UTF_8);
    }

    @Override
    public String prefixForward(int length) {
        String prefix = prefix(length);
        moveTo(find(length));
        index += length;
        column += length;
        return prefix;
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int length) {
        int to = offset;
        for (int i = 0; i < length && to < bytes.length; i++) {
            int c = Utf8.codePoint(bytes, to);
            to += Utf8.length(bytes[to]);
            index++;
            if (c == '\n' || Utf8.isBreak(c) || c == '\r' && at(to) != '\n') {
                line++;
                column = 0;
            } else if (c != 0xfeff) {
                column++;
            }
        }
        moveTo(to);
    }

    @Override
    public int getColumn() {
        return column;
    }

    @Override
    public int getLine() {
        return line;
    }

    @Override
    public int getIndex() {
        return index;
    }

    /** Always 0: it serves only a limit of the library, and the size was limited before. */
    @Override
    public int getDocumentIndex() {
        return 0;
    }

    /** The code point at a place; NUL, which the input cannot hold, at its end. */
    private int at(int place) {
        return place < bytes.length ? Utf8.codePoint(bytes, place) : '\0';
    }

    /** Where the code point begins that lies this many ahead. */
    private int find(int ahead) {
        if (ahead < seen / 2) {
            seen = 0;
            seenOffset = offset;
        }
        while (seen > ahead) {
            seenOffset--;
            if ((bytes[seenOffset] & 0xc0) != 0x80) {
                seen--;
            }
        }
        while (seen < ahead && seenOffset < bytes.length) {
            seenOffset += Utf8.length(bytes[seenOffset]);
            seen++;
        }
        return seenOffset;
    }

    private void moveTo(int place) {
        offset = place;
        seen = 0;
        seenOffset = place;
    }
}
