package dev.podvisor.logs;

import dev.podvisor.linux.Libc;
import dev.podvisor.spec.LoggingSpec;
import dev.podvisor.spec.OutputSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a pump whose lines, and the supervisor's own log, go to the outputs of a spec; stdout is a file in the folder. */
abstract class SeveralOutputs {

    @TempDir
    Path folder;

    final List<String> stderr = new CopyOnWriteArrayList<>();
    final Journal journal = new Journal(stderr::add, 1000);
    final LogSource web = new LogSource("web");
    Outputs outputs;
    LogPump pump;
    private final Duration patience;
    private int stdout;

    /** @param patience how long an output without room is waited for */
    SeveralOutputs(Duration patience) {
        this.patience = patience;
    }

    @BeforeEach
    void open() {
        stdout = Libc.open(folder.resolve("stdout").toString(), Libc.O_WRONLY | Libc.O_CREAT, 0600);
        SinkSettings settings = new SinkSettings(4 * 1024 * 1024, patience, Duration.ofMillis(50), System::nanoTime);
        outputs = new Outputs(stdout, journal, settings);
        pump = new LogPump(outputs, new RecentLog(), journal);
        journal.sendTo(outputs);
    }

    @AfterEach
    void close() {
        pump.close();
        outputs.close();
        journal.close();
        Libc.close(stdout);
    }

    void follow(OutputSpec... specs) {
        pump.follow(new LogSettings(Optional.of(new LoggingSpec(List.of(specs))), Map.of()));
    }

    /** A child's pipe, which the pump reads. */
    TestPipe attach(Origin origin) {
        TestPipe pipe = new TestPipe();
        pump.attach(web, origin, pipe.giveReadEnd());
        return pipe;
    }
}
