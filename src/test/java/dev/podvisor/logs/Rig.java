package dev.podvisor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.linux.Libc;
import dev.podvisor.spec.LogStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A pump into a sink on a file or on one's own descriptor, with a clock that stands still until it is moved. */
final class Rig implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    private static final int CAPACITY = 4 * 1024 * 1024;

    final AtomicLong clock = new AtomicLong();
    final List<String> journalLines = new CopyOnWriteArrayList<>();
    final Journal journal = new Journal(journalLines::add, 1000);
    final Outputs outputs;
    final RecentLog recent = new RecentLog();
    final BufferedSink sink;
    final LogPump pump;
    private final List<TestPipe> pipes = new ArrayList<>();
    private final int file;

    /** Writes to a file. */
    Rig(Path path) {
        this(Libc.open(path.toString(), Libc.O_WRONLY | Libc.O_CREAT, 0600), true, settings(Duration.ofSeconds(1)));
    }

    /** Writes to a descriptor that stays the caller's. */
    Rig(int fd) {
        this(fd, false, settings(Duration.ofSeconds(1)));
    }

    private Rig(int fd, boolean own, SinkSettings settings) {
        this.file = own ? fd : -1;
        this.outputs = new Outputs(fd, journal, withClock(settings));
        this.sink = outputs.stdout();
        this.pump = new LogPump(outputs, recent, journal, clock::get);
    }

    private SinkSettings withClock(SinkSettings settings) {
        return new SinkSettings(settings.capacityBytes(), settings.patience(), settings.retry(), clock::get);
    }

    private static SinkSettings settings(Duration retry) {
        return new SinkSettings(CAPACITY, Duration.ofSeconds(5), retry, System::nanoTime);
    }

    /** A sink that tries again so often after a failure. */
    static Rig retrying(int fd, Duration retry) {
        return new Rig(fd, false, settings(retry));
    }

    void advance(Duration time) {
        clock.addAndGet(time.toNanos());
        pump.wake();
    }

    /** A child's pipe, which the pump reads. */
    TestPipe attach(LogSource source) {
        TestPipe pipe = new TestPipe();
        pipes.add(pipe);
        attach(source, pipe.giveReadEnd());
        return pipe;
    }

    Captured attach(LogSource source, int fd) {
        return pump.attach(source, new Origin(source.label(), source.label(), 0, 1, LogStream.Stdout, Map.of()), fd);
    }

    TestPipe attach(String label) {
        return attach(new LogSource(label));
    }

    void drain() {
        pipes.forEach(TestPipe::closeWriteEnd);
        assertThat(pump.drain(SOON)).isTrue();
    }

    static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    static String text(Path path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        pump.close();
        sink.close();
        pipes.forEach(TestPipe::close);
        if (file >= 0) {
            Libc.close(file);
        }
        journal.close();
    }
}
