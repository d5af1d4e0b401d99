package dev.podvisor;

import dev.podvisor.logs.DropListener;
import dev.podvisor.logs.LogPump;
import dev.podvisor.logs.LogSource;
import dev.podvisor.supervise.Output;
import dev.podvisor.supervise.Supervisor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands the pipes of runs to the pump, and its counts of dropped lines to the loop. {@link #attach} is for the loop's thread. */
final class ChildOutput implements Output {

    private final LogPump pump;
    private final Map<String, LogSource> sources = new HashMap<>();
    private volatile @Nullable Supervisor loop;

    ChildOutput(LogPump pump) {
        this.pump = pump;
    }

    void reportTo(Supervisor supervisor) {
        loop = supervisor;
    }

    @Override
    public void attach(String process, String label, int stdout, int stderr) {
        LogSource source = sources.get(label);
        if (source == null) {
            source = new LogSource(label, new Drops(process));
            sources.put(label, source);
        }
        pump.attach(source, stdout);
        pump.attach(source, stderr);
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
