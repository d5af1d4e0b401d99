package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.SyslogProtocol;
import dev.podvisor.spec.SyslogSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/**
 * What is in front of the messages of one origin: {@code <30>1 2026-11-24T19:40:03.007Z host web 77 stdout [sd] } (RFC 5424) or
 * {@code <30>Nov 24 19:40:03 host web[77]: } (RFC 3164, in local time). For one thread.
 */
final class SyslogHead {

    /** Whether a message says that something is missing behind it, which has a place in RFC 5424 only. */
    enum Rest {
        None,
        Partial,
        Truncated
    }

    /** The enterprise number that RFC 5612 keeps for documentation: there is none of our own. */
    private static final String ENTERPRISE = "@32473";

    private static final int MOST_HOST = 255;
    private static final int MOST_APP = 48;
    private static final int MOST_NAME = 32;
    private static final byte[] MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(US_ASCII);
    private static final int OLD_TIME = "Nov 24 19:40:03".length();

    private final boolean modern;
    private final boolean local;
    private final int facility;
    private final String host;
    private final ZoneId zone = ZoneId.systemDefault();

    private final byte[] time = new byte[Timestamp.LENGTH];
    private final byte[] scratch = new byte[Timestamp.LENGTH];
    private long millis = Long.MIN_VALUE;
    private long second = Long.MIN_VALUE;

    /** All in front of the time, by level. */
    private final byte[][] priorities = new byte[LogLevel.values().length][];

    /** All behind the time, by what is missing. */
    private final byte[][] places = new byte[Rest.values().length][];

    SyslogHead(SyslogSpec spec, String host) {
        this.modern = SyslogAddress.protocol(spec) == SyslogProtocol.Rfc5424;
        this.local = SyslogAddress.of(spec.address()).transport() == SyslogAddress.Transport.Unix;
        this.facility = spec.facility().code();
        this.host = printable(host, MOST_HOST);
        for (LogLevel level : LogLevel.values()) {
            String priority = "<" + (8 * facility + severity(level)) + ">" + (modern ? "1 " : "");
            priorities[level.ordinal()] = priority.getBytes(US_ASCII);
        }
    }

    /** The severity of a level (RFC 5424, 6.2.1). */
    static int severity(LogLevel level) {
        return switch (level) {
            case Trace, Debug -> 7;
            case Info -> 6;
            case Warning -> 4;
            case Error -> 3;
            case Fatal -> 2;
        };
    }

    /** Messages of a process. */
    void of(Origin origin) {
        String data = "[podvisor" + ENTERPRISE + " replica=\"" + origin.replica() + "\"";
        String labels = labels(origin.labels());
        String tag = origin.label().isEmpty() ? origin.process() : origin.label();
        for (Rest rest : Rest.values()) {
            String missing = switch (rest) {
                case None -> "]";
                case Partial -> " partial=\"true\"]";
                case Truncated -> " truncated=\"true\"]";
            };
            place(rest, origin.process(), tag, origin.pid(), origin.streamName(), data + missing + labels);
        }
    }

    /** Messages of the supervisor itself. */
    void ofSupervisor(long pid) {
        for (Rest rest : Rest.values()) {
            place(rest, "podvisor", "podvisor", pid, "-", "-");
        }
    }

    private void place(Rest rest, String app, String tag, long pid, String id, String data) {
        String text = modern
                ? " " + host + " " + printable(app, MOST_APP) + " " + pid + " " + id + " " + data + " "
                : " " + (local ? "" : host + " ") + tag + "[" + pid + "]: ";
        places[rest.ordinal()] = text.getBytes(UTF_8);
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("[labels").append(ENTERPRISE);
        labels.forEach((name, value) -> {
            text.append(' ').append(name(name)).append("=\"");
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '"' || c == '\\' || c == ']') {
                    text.append('\\');
                }
                text.append(c == '\n' ? ' ' : c); // a newline is the end of a message in the buffer
            }
            text.append('"');
        });
        return text.append(']').toString();
    }

    private static String name(String name) {
        return printable(name, MOST_NAME).replace('=', '_').replace(']', '_').replace('"', '_');
    }

    /** At most so many printable characters of ASCII, at least one. */
    private static String printable(String text, int most) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(most, text.length()); i++) {
            char c = text.charAt(i);
            printable.append(c > ' ' && c < 127 ? c : '_');
        }
        return printable.isEmpty() ? "-" : printable.toString();
    }

    void now(long now) {
        if (now == millis) {
            return;
        }
        millis = now;
        if (modern) {
            Timestamp.write(now, time, 0);
        } else if (Math.floorDiv(now, 1000) != second) {
            second = Math.floorDiv(now, 1000);
            int offset =
                    zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
            Timestamp.write(1000 * (second + offset), scratch, 0);
            int month = 10 * (scratch[5] - '0') + scratch[6] - '0';
            System.arraycopy(MONTHS, 3 * (month - 1), time, 0, 3);
            time[3] = ' ';
            time[4] = scratch[8] == '0' ? (byte) ' ' : scratch[8];
            time[5] = scratch[9];
            time[6] = ' ';
            System.arraycopy(scratch, 11, time, 7, "19:40:03".length());
        }
    }

    boolean saysWhatIsMissing() {
        return modern;
    }

    /** How many bytes it has at most, for any level. */
    int most() {
        return size(LogLevel.Trace, Rest.Truncated);
    }

    int size(LogLevel level, Rest rest) {
        return priorities[level.ordinal()].length
                + (modern ? Timestamp.LENGTH : OLD_TIME)
                + places[rest.ordinal()].length;
    }

    /** Puts it into an array with room for it; yields the index behind it. */
    int put(LogLevel level, Rest rest, byte[] into, int at) {
        byte[] priority = priorities[level.ordinal()];
        byte[] place = places[rest.ordinal()];
        int timeLength = modern ? Timestamp.LENGTH : OLD_TIME;
        System.arraycopy(priority, 0, into, at, priority.length);
        System.arraycopy(time, 0, into, at + priority.length, timeLength);
        int to = at + priority.length + timeLength;
        System.arraycopy(place, 0, into, to, place.length);
        return to + place.length;
    }
}
