package dev.podvisor;

import dev.podvisor.logs.DropReason;
import dev.podvisor.logs.LogPump;
import dev.podvisor.logs.LogSource;
import dev.podvisor.logs.Origin;
import dev.podvisor.logs.Outputs;
import dev.podvisor.plan.ReplicaId;
import dev.podvisor.spec.LogStream;
import dev.podvisor.status.LogCounts;
import dev.podvisor.status.LogOutputStatus;
import dev.podvisor.supervise.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hands the pipes of runs to the pump, and the accounts of what was printed to the loop. For the loop's thread. */
final class ChildOutput implements Output {

    private final LogPump pump;
    private final Outputs outputs;
    private final Map<ReplicaId, LogSource> sources = new HashMap<>();

    ChildOutput(LogPump pump, Outputs outputs) {
        this.pump = pump;
        this.outputs = outputs;
    }

    @Override
    public void attach(Pipes pipes) {
        LogSource source = sources.get(pipes.id());
        if (source == null) {
            source = new LogSource(pipes.label());
            sources.put(pipes.id(), source);
        }
        pump.attach(source, origin(pipes, LogStream.Stdout), pipes.stdout());
        pump.attach(source, origin(pipes, LogStream.Stderr), pipes.stderr());
    }

    private static Origin origin(Pipes pipes, LogStream stream) {
        return new Origin(pipes.label(), pipes.id().process(), pipes.id().index(), pipes.pid(), stream, Map.of());
    }

    @Override
    public LogCounts counts(ReplicaId id) {
        LogSource source = sources.get(id);
        return source == null
                ? LogCounts.NONE
                : new LogCounts(
                        source.lines(),
                        source.bytes(),
                        source.filtered(),
                        source.truncated(),
                        source.dropped(DropReason.Pressure),
                        source.dropped(DropReason.RateLimit),
                        source.dropped(DropReason.Closed));
    }

    @Override
    public List<LogOutputStatus> outputs() {
        return outputs.status();
    }

    @Override
    public boolean reopen() {
        return outputs.reopen() > 0;
    }
}
