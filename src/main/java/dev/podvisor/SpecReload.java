package dev.podvisor;

import dev.podvisor.cli.RunOptions;
import dev.podvisor.codec.Problem;
import dev.podvisor.codec.ReadResult;
import dev.podvisor.file.SpecWatch;
import dev.podvisor.logs.Journal;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.supervise.Supervisor;

/** Takes new versions of the spec's file to the loop, and says what came of them. Called by one thread at a time. */
final class SpecReload implements SpecWatch.Listener {

    private final RunOptions options;
    private final Supervisor loop;
    private final Journal journal;
    private ProcessSet current;

    SpecReload(RunOptions options, ProcessSet current, Supervisor loop, Journal journal) {
        this.options = options;
        this.current = current;
        this.loop = loop;
        this.journal = journal;
    }

    @Override
    public void changed(ReadResult version) {
        ReadResult result = MainProcess.add(version, options);
        if (result instanceof ReadResult.Spec spec) {
            if (!spec.set().equals(current)) {
                spec.warnings().forEach(warning -> journal.warn(warning.toString()));
            }
            current = spec.set();
            loop.apply(current, options.spec().toString());
        } else {
            result.problems().forEach(problem -> journal.error(problem.toString()));
            journal.error("cannot take the new version of " + options.spec() + ": it has problems (the last good one"
                    + " stays in force)");
            loop.reject(result.problems().stream().map(Problem::toString).toList());
        }
    }

    @Override
    public void unchanged() {
        journal.info("nothing has changed in " + options.spec());
    }
}
