package dev.podvisor;

import dev.podvisor.logs.DropListener;
import dev.podvisor.logs.LogPump;
import dev.podvisor.logs.LogSource;
import dev.podvisor.logs.Origin;
import dev.podvisor.logs.Outputs;
import dev.podvisor.spec.LogStream;
import dev.podvisor.supervise.Output;
import dev.podvisor.supervise.Supervisor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands the pipes of runs to the pump, and its counts of dropped lines to the loop. {@link #attach} is for the loop's thread. */
final class ChildOutput implements Output {

    private final LogPump pump;
    private final Outputs outputs;
    private final Map<String, LogSource> sources = new HashMap<>();
    private volatile @Nullable Supervisor loop;

    ChildOutput(LogPump pump, Outputs outputs) {
        this.pump = pump;
        this.outputs = outputs;
    }

    void reportTo(Supervisor supervisor) {
        loop = supervisor;
    }

    @Override
    public void attach(Pipes pipes) {
        String process = pipes.id().process();
        LogSource source = sources.get(pipes.label());
        if (source == null) {
            source = new LogSource(pipes.label(), new Drops(process));
            sources.put(pipes.label(), source);
        }
        pump.attach(source, origin(pipes, LogStream.Stdout), pipes.stdout());
        pump.attach(source, origin(pipes, LogStream.Stderr), pipes.stderr());
    }

    private static Origin origin(Pipes pipes, LogStream stream) {
        return new Origin(pipes.label(), pipes.id().process(), pipes.id().index(), pipes.pid(), stream, Map.of());
    }

    @Override
    public boolean reopen() {
        return outputs.reopen();
    }

    private final class Drops implements DropListener {

        private final String process;

        Drops(String process) {
            this.process = process;
        }

        @Override
        public void linesDropped(LogSource source, long total) {
            Supervisor supervisor = loop;
            if (supervisor != null) {
                supervisor.linesDropped(process, source.label(), total);
            }
        }
    }
}
