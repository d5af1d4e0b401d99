package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.logs.SyslogHead.Rest;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.SyslogSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lines as syslog messages, as text or as the JSON object of {@link JsonLine}. In the buffer of a target for syslog each
 * is {@code length message newline}: with the length in front (RFC 6587, 3.4.1), the target need not look for its end, and the
 * newline, which is never sent by itself, makes a line of it for those who count. Bytes pass as they are. As text, lines that
 * were joined are messages of their own. For one thread.
 */
final class SyslogLine implements LineEncoder {

    /** What fits into a datagram of UDP over IPv4; local sockets get no more either. */
    static final int LARGEST_DATAGRAM = 65_507;

    private static final int LONGEST_LENGTH = 8; // seven digits and a blank
    private static final byte[] CUT = "...".getBytes(UTF_8);

    /** More of the lines that were joined stay one message, or what is in front of each would be too much. */
    private static final int MOST_HEADS = 1024 * 1024;

    private final SyslogHead head;
    private final @Nullable JsonLine json;
    private final int largest;
    private final LineFacts shortened = new LineFacts();
    private @Nullable Origin origin;
    private int cut;

    SyslogLine(SyslogSpec spec, OutputFormat format) {
        this(spec, format, Host.NAME);
    }

    SyslogLine(SyslogSpec spec, OutputFormat format, String host) {
        this.head = new SyslogHead(spec, host);
        this.json = format == OutputFormat.Json ? new JsonLine() : null;
        this.largest = SyslogAddress.of(spec.address()).isDatagram() ? LARGEST_DATAGRAM : Integer.MAX_VALUE;
    }

    /** The name of this machine, looked up when it is first needed. */
    private static final class Host {

        static final String NAME = name();

        private static String name() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            } catch (IOException none) {
                String name = System.getenv("HOSTNAME");
                return name == null ? "" : name;
            }
        }
    }

    /** Encodes records of the supervisor itself, given as lines, whether of text or of JSON, by {@link #record}. */
    static SyslogLine ofSupervisor(SyslogSpec spec, long pid) {
        SyslogLine own = new SyslogLine(spec, OutputFormat.Text);
        own.head.ofSupervisor(pid);
        return own;
    }

    /** One record: a message of each of its lines. */
    byte[] record(long millis, LogLevel level, byte[] lines) {
        LineFacts facts = new LineFacts();
        facts.level = level;
        int end = lines.length;
        while (end > 0 && lines[end - 1] == '\n') {
            end--;
        }
        facts.newlines = Newlines.count(lines, 0, end);
        now(millis);
        byte[] record = new byte[exactBytes(lines, 0, end, facts)];
        encode(lines, 0, end, facts, record, 0);
        return record;
    }

    @Override
    public int takeCut() {
        int lines = cut;
        cut = 0;
        return lines;
    }

    @Override
    public void now(long millis) {
        head.now(millis);
        if (json != null) {
            json.now(millis);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // asked for each line; there is one for each pipe
    public void of(Origin next) {
        if (next != origin) {
            origin = next;
            head.of(next);
            if (json != null) {
                json.of(next);
            }
        }
    }

    @Override
    public int lines(LineFacts facts) {
        return isApart(facts) ? 1 + facts.newlines : 1;
    }

    private boolean isApart(LineFacts facts) {
        return json == null && (long) facts.newlines * head.most() <= MOST_HEADS;
    }

    @Override
    public int mostBytes(int lineBytes, LineFacts facts) {
        int around = LONGEST_LENGTH + head.most() + 1;
        return json == null ? lines(facts) * around + lineBytes : around + json.mostBytes(lineBytes, facts);
    }

    @Override
    public int exactBytes(byte[] from, int start, int end, LineFacts facts) {
        int size = 0;
        int lineStart = start;
        for (int left = lines(facts) - 1; left > 0; left--) {
            int newline = Newlines.find(from, lineStart, end);
            size += frameSize(messageSize(from, lineStart, newline, facts));
            lineStart = newline + 1;
        }
        return size + frameSize(messageSize(from, lineStart, end, facts));
    }

    @Override
    public int encode(byte[] from, int start, int end, LineFacts facts, byte[] into, int at) {
        int to = at;
        int lineStart = start;
        for (int left = lines(facts) - 1; left > 0; left--) {
            int newline = Newlines.find(from, lineStart, end);
            to = frame(from, lineStart, newline, facts, into, to);
            lineStart = newline + 1;
        }
        return frame(from, lineStart, end, facts, into, to);
    }

    private static int frameSize(int messageSize) {
        return digits(messageSize) + 1 + messageSize + 1;
    }

    private static int digits(int number) {
        int digits = 1;
        for (int left = number; left >= 10; left /= 10) {
            digits++;
        }
        return digits;
    }

    private static Rest rest(LineFacts facts) {
        return facts.partial ? Rest.Partial : facts.truncated ? Rest.Truncated : Rest.None;
    }

    private int messageSize(byte[] from, int start, int end, LineFacts facts) {
        int size = wholeSize(from, start, end, facts);
        if (size <= largest) {
            return size;
        }
        byte[] message = json == null ? null : facts.message;
        return message == null
                ? cutSize(from, start, cut(from, start, end, facts))
                : cutSize(message, facts.messageStart, cut(message, facts.messageStart, facts.messageEnd, facts));
    }

    private int wholeSize(byte[] from, int start, int end, LineFacts facts) {
        int text = json == null ? end - start : json.exactBytes(from, start, end, facts) - 1;
        return head.size(facts.level, rest(facts)) + text;
    }

    private int cutSize(byte[] from, int start, int end) {
        int mark = json != null || head.saysWhatIsMissing() ? 0 : CUT.length;
        return wholeSize(from, start, end, shortened) + mark;
    }

    /** Where a message has to end so that it fits, with what is then known of it in {@link #shortened}. */
    private int cut(byte[] from, int start, int end, LineFacts facts) {
        shortened.level = facts.level;
        shortened.truncated = true;
        shortened.newlines = facts.newlines;
        shortened.fields = facts.fields;
        shortened.fieldsStart = facts.fieldsStart;
        shortened.fieldsEnd = facts.fieldsEnd;
        if (cutSize(from, start, start) > largest) {
            shortened.fieldsEnd = shortened.fieldsStart;
        }
        int fits = start;
        int tooMuch = Math.min(end, start + largest) + 1;
        while (tooMuch - fits > 1) {
            int middle = (fits + tooMuch) >>> 1;
            if (cutSize(from, start, middle) <= largest) {
                fits = middle;
            } else {
                tooMuch = middle;
            }
        }
        while (fits > start && fits < end && (from[fits] & 0xc0) == 0x80) {
            fits--; // not within a character
        }
        return fits;
    }

    /** One message with its length in front and a newline behind. */
    private int frame(byte[] from, int start, int end, LineFacts facts, byte[] into, int at) {
        int size = wholeSize(from, start, end, facts);
        if (size <= largest) {
            return frame(from, start, end, size, facts, into, at);
        }
        cut++;
        byte[] message = json == null ? null : facts.message;
        byte[] shown = message == null ? from : message;
        int first = message == null ? start : facts.messageStart;
        int last = cut(shown, first, message == null ? end : facts.messageEnd, facts);
        return frame(shown, first, last, cutSize(shown, first, last), shortened, into, at);
    }

    @SuppressWarnings("ReferenceEquality") // there is one for what is cut
    private int frame(byte[] from, int start, int end, int size, LineFacts shown, byte[] into, int at) {
        int to = at + digits(size);
        for (int left = size, digit = to - 1; digit >= at; digit--) {
            into[digit] = (byte) ('0' + left % 10);
            left /= 10;
        }
        into[to] = ' ';
        to = head.put(shown.level, rest(shown), into, to + 1);
        if (json != null) {
            return json.encode(from, start, end, shown, into, to);
        }
        System.arraycopy(from, start, into, to, end - start);
        if (shown.newlines > 0) {
            Newlines.blank(into, to, to + end - start); // of lines that stay together
        }
        to += end - start;
        if (shown == shortened && !head.saysWhatIsMissing()) {
            System.arraycopy(CUT, 0, into, to, CUT.length);
            to += CUT.length;
        }
        into[to] = '\n';
        return to + 1;
    }
}
