package dev.podvisor.logs;

import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.OutputFormat;
import dev.podvisor.spec.OutputSpec;
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
        private final Map<LogSource, LogSource> accounts = new HashMap<>();
        final LogSource journal = new LogSource("podvisor");

        /** @param spec what it takes; null for the lines of every process as text */
        Way(@Nullable OutputSpec spec, OutputSink sink) {
            this.spec = spec;
            this.sink = sink;
        }

        boolean takes(String process) {
            return spec == null || spec.takes(process);
        }

        boolean takes(LogLevel level) {
            return spec != null && spec.takes(level);
        }

        boolean isJson() {
            return spec != null && spec.format() == OutputFormat.Json;
        }

        Batch batch() {
            return new Batch(sink, isJson() ? new JsonLine() : new TextLine());
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
    }

    final List<Way> ways;

    Routing(List<Way> ways) {
        this.ways = ways;
    }

    /** Everything as text to one sink, and nothing of the supervisor's own log. */
    static Routing to(OutputSink sink) {
        return new Routing(List.of(new Way(null, sink)));
    }

    /** The ways that a pipe's lines take. */
    Lanes lanes(Captured captured, Batch[] batches) {
        ArrayList<Batch> taken = new ArrayList<>();
        ArrayList<LogSource> accounts = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.get(i);
            if (way.takes(captured.origin.process())) {
                taken.add(batches[i]);
                accounts.add(way.spec == null ? captured.source() : way.account(captured.source()));
            }
        }
        return new Lanes(taken.toArray(new Batch[0]), accounts.toArray(new LogSource[0]), captured.origin);
    }

    Batch[] batches() {
        Batch[] batches = new Batch[ways.size()];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = ways.get(i).batch();
        }
        return batches;
    }
}
