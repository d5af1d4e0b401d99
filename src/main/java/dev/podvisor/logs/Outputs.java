package dev.podvisor.logs;

import dev.podvisor.spec.OutputSpec;
import dev.podvisor.spec.OutputType;
import dev.podvisor.spec.ProcessLogging;
import dev.podvisor.status.Colour;
import dev.podvisor.status.LogOutputStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of logs, as the spec has them: a sink for each place that lines go to, with a buffer and a thread of its own,
 * so that none slows another. Without a spec, the lines of processes go to stdout as text, and the supervisor's own log
 * is not sent here. Thread-safe.
 */
public final class Outputs implements AutoCloseable {

    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private static final int CAPACITY = 4 * 1024 * 1024;

    private static final SinkSettings SETTINGS = SinkSettings.defaults(CAPACITY);

    private final Journal journal;
    private final SinkEvents events;
    private final BufferedSink stdout;
    private final boolean stdoutColour;
    private final SinkSettings settings;
    private final Compressor compressor;

    /** Held by whoever writes a record of the journal, so that no sink is closed under it. */
    private final Object journalTurn = new Object();

    // Guarded by this.
    private final Map<String, Opened> opened = new LinkedHashMap<>();
    private @Nullable BufferedSink stderr;
    private LogSettings current = LogSettings.NONE;
    private boolean closed;
    private @Nullable Routing taken;

    private volatile Routing routing;

    /** A place that this has opened itself, by its path or address. */
    private record Opened(BufferedSink sink, @Nullable LogFile file) {}

    /** Outputs as a spec has them. */
    public Outputs(LogSettings logging, Journal journal) {
        this(STDOUT, journal, SETTINGS);
        apply(logging);
    }

    /** Everything to one descriptor, which takes what others refuse, too. */
    Outputs(int stdout, Journal journal, SinkSettings settings) {
        this.events = new SinkEvents();
        this.stdout = new BufferedSink("stdout", stdout, journal, settings, events);
        this.settings = settings;
        this.journal = journal;
        this.compressor = new Compressor(journal);
        this.stdoutColour = Colour.wanted(stdout);
        this.routing = Routing.to(this.stdout, stdoutColour);
    }

    SinkEvents events() {
        return events;
    }

    /** Who is told that lines were lost, or that an output has begun or ceased to fail; must be quick. */
    public void tellChangesTo(Runnable listener) {
        events.tellChangesTo(listener);
    }

    /** How each has done so far. */
    public synchronized List<LogOutputStatus> status() {
        List<LogOutputStatus> all = new ArrayList<>();
        all.add(stdout.status());
        if (stderr != null) {
            all.add(stderr.status());
        }
        for (Opened output : opened.values()) {
            all.add(output.sink().status());
        }
        return all;
    }

    BufferedSink stdout() {
        return stdout;
    }

    /** Where lines go now. */
    Routing routing() {
        return routing;
    }

    /**
     * Changes to another spec: what stays the same goes on, and what is gone is closed once the pump has heard of it and
     * all is written.
     */
    synchronized void apply(LogSettings next) {
        if (closed || next.equals(current)) {
            return;
        }
        current = next;
        List<Opened> gone = new ArrayList<>();
        Map<String, Opened> before = new HashMap<>(opened);
        opened.clear();
        List<Routing.Way> ways = next.set().isPresent()
                ? ways(next.set().get().outputs(), before)
                : List.of(new Routing.Way(null, stdout, stdoutColour));
        Map<String, List<Routing.Way>> own = new HashMap<>();
        for (Map.Entry<String, ProcessLogging> process : next.processes().entrySet()) {
            if (!process.getValue().outputs().isEmpty()) {
                own.put(process.getKey(), ways(process.getValue().outputs(), before));
            }
        }
        gone.addAll(before.values());
        routing = new Routing(next, ways, own);
        if (!gone.isEmpty()) {
            retire(routing, gone);
        }
    }

    private List<Routing.Way> ways(List<OutputSpec> outputs, Map<String, Opened> before) {
        List<Routing.Way> ways = new ArrayList<>();
        for (OutputSpec output : outputs) {
            ways.add(way(output, before));
        }
        return ways;
    }

    private Routing.Way way(OutputSpec output, Map<String, Opened> before) {
        return new Routing.Way(
                output,
                switch (output.type()) {
                    case Stdout -> stdout;
                    case Stderr -> stderr();
                    case File -> file(output, before);
                    case Syslog -> syslog(output, before);
                },
                colour(output.type()));
    }

    private boolean colour(OutputType type) {
        return type == OutputType.Stdout ? stdoutColour : type == OutputType.Stderr && Colour.wanted(STDERR);
    }

    private OutputSink file(OutputSpec output, Map<String, Opened> before) {
        Opened known = before.remove(output.path());
        if (known == null) {
            LogFile file = new LogFile(output.path(), output.rotation(), compressor);
            known = new Opened(new BufferedSink(output.path(), file, stdout, journal, settings, events), file);
        } else if (known.file() != null) {
            known.file().rotate(output.rotation());
        }
        opened.put(output.path(), known);
        return known.sink();
    }

    /** One for each address: what else the spec says is in the messages. */
    private OutputSink syslog(OutputSpec output, Map<String, Opened> before) {
        SyslogAddress address = SyslogAddress.of(output.syslogOrDefault().address());
        String name = address.toString();
        Opened known = opened.containsKey(name) ? opened.get(name) : before.remove(name);
        if (known == null) {
            known = new Opened(
                    new BufferedSink(name, new SyslogTarget(address), null, journal, settings, events), null);
        }
        opened.put(name, known);
        return known.sink();
    }

    private OutputSink stderr() {
        BufferedSink sink = stderr;
        if (sink == null) {
            sink = new BufferedSink("stderr", STDERR, journal, settings, events);
            stderr = sink;
        }
        return sink;
    }

    private void retire(Routing next, List<Opened> gone) {
        Thread thread = new Thread(() -> {
            awaitTaken(next);
            for (Opened output : gone) {
                output.sink().close();
            }
        });
        thread.setName("old-outputs");
        thread.setDaemon(true);
        thread.start();
    }

    /** Until nobody can write by an older routing any more. */
    private void awaitTaken(Routing next) {
        synchronized (this) {
            while (taken != next && routing == next && !closed) {
                try {
                    wait();
                } catch (InterruptedException ignored) {
                    // Nobody interrupts this thread.
                }
            }
        }
        synchronized (journalTurn) {
            return; // a record that was on its way is there
        }
    }

    /** The pump writes by this routing from now on. */
    synchronized void taken(Routing by) {
        taken = by;
        notifyAll();
    }

    Object journalTurn() {
        return journalTurn;
    }

    /** Opens every file anew; yields how many there are. */
    public synchronized int reopen() {
        int files = 0;
        for (Opened output : opened.values()) {
            if (output.file() != null) {
                output.sink().reopen();
                files++;
            }
        }
        return files;
    }

    /** Starts the threads now, while there is room for threads. */
    void start() {
        for (Routing.Way way : routing.ways) {
            way.sink.start();
        }
    }

    /** Waits until the outputs have taken everything; false when the time has passed or one is broken. */
    boolean flush(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean all = true;
        for (OutputSink sink : sinks()) {
            all &= sink.flush(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        return all;
    }

    /** From now on no output is waited for. */
    void stopWaiting() {
        for (OutputSink sink : sinks()) {
            sink.stopWaiting();
        }
    }

    /** All of them, stdout last: it takes what others refuse. */
    private synchronized List<OutputSink> sinks() {
        List<OutputSink> sinks = new ArrayList<>();
        for (Opened output : opened.values()) {
            sinks.add(output.sink());
        }
        if (stderr != null) {
            sinks.add(stderr);
        }
        sinks.add(stdout);
        return sinks;
    }

    /** Writes what can be written within about a second each; what follows is dropped and counted. */
    @Override
    public void close() {
        journal.leaveOutputs();
        List<OutputSink> sinks = sinks();
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        for (OutputSink sink : sinks) {
            sink.close();
        }
        compressor.close();
    }
}
