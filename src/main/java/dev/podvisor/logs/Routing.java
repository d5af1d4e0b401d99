package dev.podvisor.logs;

import dev.podvisor.linux.Libc;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogStream;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.PressurePolicy;
import dev.podvisor.spec.ProcessLogging;
import dev.podvisor.spec.SyslogSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which lines go to which sink and how they look there, as one version of the spec has it. */
final class Routing {

    /** One output, with the accounts of what it was given: those of lines are the pump's, the journal has its own. */
    static final class Way {

        final @Nullable OutputSpec spec;
        final OutputSink sink;
        /** Whether its text is for a terminal. */
        final boolean colour;

        private final Map<LogSource, LogSource> accounts = new HashMap<>();
        private final LogSource markers = new LogSource("podvisor");
        final LogSource journal = new LogSource("podvisor");
        private @Nullable Batch batch;
        private @Nullable SyslogLine records;

        /** @param spec what it takes; null for the lines of every process as text */
        Way(@Nullable OutputSpec spec, OutputSink sink, boolean colour) {
            this.spec = spec;
            this.sink = sink;
            this.colour = colour;
        }

        boolean takes(String process, LogStream stream) {
            return spec == null || spec.takes(process) && spec.takes(stream);
        }

        boolean takes(LogLevel level) {
            return spec != null && spec.takes(level);
        }

        boolean isJson() {
            return spec != null && spec.format() == OutputFormat.Json;
        }

        boolean isSyslog() {
            return spec != null && spec.type() == OutputType.Syslog;
        }

        private SyslogSpec syslog() {
            return spec == null ? SyslogSpec.DEFAULT : spec.syslogOrDefault();
        }

        /** Of a syslog, for the supervisor's own log. For the journal's thread. */
        SyslogLine records() {
            SyslogLine known = records;
            if (known == null) {
                known = SyslogLine.ofSupervisor(syslog(), Libc.getpid());
                records = known;
            }
            return known;
        }

        /** For the pump's thread. */
        Batch batch(ArrayDeque<byte[]> buffers) {
            Batch known = batch;
            if (known == null) {
                known = new Batch(sink, encoder(), buffers);
                batch = known;
            }
            return known;
        }

        LineEncoder encoder() {
            if (isSyslog()) {
                return new SyslogLine(syslog(), isJson() ? OutputFormat.Json : OutputFormat.Text);
            }
            return isJson() ? new JsonLine() : new TextLine(colour);
        }

        /** The account of a source at this output. */
        LogSource account(LogSource source) {
            LogSource account = accounts.get(source);
            if (account == null) {
                account = source.share();
                accounts.put(source, account);
            }
            return account;
        }

        private Lane lane(
                LogSource source,
                Origin origin,
                ProcessLogging logging,
                ArrayDeque<byte[]> buffers,
                PartialLines backlogs) {
            return new Lane(
                    batch(buffers),
                    spec == null ? source : account(source),
                    markers,
                    origin,
                    spec == null ? LogLevel.Trace : spec.least(),
                    logging.pressure() == PressurePolicy.DropOldest ? new Backlog(backlogs) : null);
        }
    }

    final LogSettings settings;
    final List<Way> ways;
    private final Map<String, List<Way>> own;

    /** @param own the outputs that processes have themselves, by name */
    Routing(LogSettings settings, List<Way> ways, Map<String, List<Way>> own) {
        this.settings = settings;
        this.ways = ways;
        this.own = own;
    }

    /** Everything as text to one sink, and nothing of the supervisor's own log. */
    static Routing to(OutputSink sink, boolean colour) {
        return new Routing(LogSettings.NONE, List.of(new Way(null, sink, colour)), Map.of());
    }

    /**
     * The ways that a pipe's lines take.
     *
     * @param source whose lines they are
     * @param origin what their fields say of it
     * @param logging what the spec says of the process
     * @param backlogs memory of all lines together that wait where the oldest are dropped
     */
    Lanes lanes(
            LogSource source,
            Origin origin,
            ProcessLogging logging,
            ArrayDeque<byte[]> buffers,
            PartialLines backlogs) {
        ArrayList<Lane> lanes = new ArrayList<>();
        int overhead = 1;
        if (logging.inheritOutputs()) {
            for (Way way : ways) {
                if (way.takes(origin.process(), origin.stream())) {
                    lanes.add(way.lane(source, origin, logging, buffers, backlogs));
                    overhead = Math.max(overhead, way.batch(buffers).overhead(origin));
                }
            }
        }
        for (Way way : own.getOrDefault(origin.process(), List.of())) {
            if (way.takes(origin.process(), origin.stream())) {
                Origin named = isShared(way) ? origin : origin.atItsOwn();
                lanes.add(way.lane(source, named, logging, buffers, backlogs));
                overhead = Math.max(overhead, way.batch(buffers).overhead(named));
            }
        }
        return new Lanes(lanes.toArray(new Lane[0]), overhead);
    }

    /** Whether lines of other processes may go to the same place. */
    private static boolean isShared(Way way) {
        return way.spec != null && way.spec.type() != OutputType.File;
    }
}
