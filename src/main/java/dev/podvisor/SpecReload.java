package dev.podvisor;

import dev.podvisor.cli.RunOptions;
import dev.podvisor.codec.Problem;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.file.SpecWatch;
import dev.podvisor.http.Control;
import dev.podvisor.logs.Journal;
import dev.podvisor.logs.LogPump;
import dev.podvisor.plan.Change;
import dev.podvisor.plan.SpecDiff;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.status.ReloadResult;
import dev.podvisor.status.ReloadResult.Outcome;
import dev.podvisor.supervise.Supervisor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes new versions of the spec's file to the loop, and says what came of them. Thread-safe. */
final class SpecReload implements Control, AutoCloseable {

    private final RunOptions options;
    private final Supervisor loop;
    private final Journal journal;
    private final SpecWatch watch;
    private final HttpPort port;
    private final LogPump pump;
    private volatile ProcessSet current;
    private volatile ReloadResult last = new ReloadResult(Outcome.Unchanged, List.of());

    SpecReload(RunOptions options, ProcessSet first, Supervisor loop, HttpPort port, LogPump pump, Journal journal) {
        this.options = options;
        this.current = first;
        this.loop = loop;
        this.port = port;
        this.pump = pump;
        this.journal = journal;
        this.watch = new SpecWatch(options.spec(), this::changed, journal::warn);
        watch.start();
        loop.apply(first, options.spec().toString());
    }

    /** From now on changes of the file are taken. */
    void begin() {
        watch.begin();
    }

    /** SIGHUP: the log says what comes of it. */
    void hangUp() {
        var _ = reload().whenComplete((result, problem) -> {
            if (problem != null) {
                journal.error("cannot reload " + options.spec(), problem);
            } else if (result.outcome() != Outcome.Rejected && result.lines().isEmpty()) {
                journal.info("nothing has changed in " + options.spec());
            }
        });
    }

    @Override
    public Optional<ProcessSet> spec() {
        return loop.spec();
    }

    @Override
    public CompletableFuture<ReloadResult> reload() {
        return watch.reload().thenApply(news -> news ? last : new ReloadResult(Outcome.Unchanged, List.of()));
    }

    @Override
    public CompletableFuture<Integer> pause(String process, int replica, boolean still) {
        return loop.pause(process, replica, still);
    }

    /** Called by one thread at a time. */
    private void changed(ReadResult version) {
        ReadResult result = MainProcess.add(version, options);
        if (result instanceof ReadResult.Spec spec) {
            if (!spec.set().equals(current)) {
                spec.warnings().forEach(warning -> journal.warn(warning.toString()));
            }
            last = new ReloadResult(Outcome.Taken, changes(spec.set()));
            current = spec.set();
            loop.apply(current, options.spec().toString());
            port.follow(current.spec().http());
            pump.follow(current.spec());
        } else {
            List<String> problems =
                    result.problems().stream().map(Problem::toString).toList();
            problems.forEach(journal::error);
            journal.error("cannot take the new version of " + options.spec() + ": it has problems (the last good one"
                    + " stays in force)");
            last = new ReloadResult(Outcome.Rejected, problems);
            loop.reject(problems);
        }
    }

    private List<String> changes(ProcessSet next) {
        return SpecDiff.between(current.spec(), next.spec()).stream()
                .filter(change -> change.kind() != Change.Kind.NoOp)
                .map(Change::toString)
                .toList();
    }

    @Override
    public void close() {
        watch.close();
    }
}
