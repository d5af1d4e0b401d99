package dev.podvisor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.linux.Errno;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When an output that fails is tried again, and what is told of it. */
class OutageTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Journal journal = new Journal(warnings::add, 100);
    private final Outage outage = new Outage("/log", true, Duration.ofSeconds(1), journal, new SinkEvents());
    private long now = -5 * SECOND; // nanoTime may be anything

    @AfterEach
    void close() {
        journal.close();
    }

    /** Fails, is tried in vain until it may be tried again, and works; yields the seconds between. */
    private long failAndRecover() {
        long tryAgainAt = outage.failed(Errno.ENOSPC, now);
        long pause = tryAgainAt - now;
        now = tryAgainAt;
        assertThat(outage.failed(Errno.ENOSPC, now) - now).isEqualTo(pause);
        now += pause;
        outage.over(now);
        assertThat(outage.isFailure()).isFalse();
        return pause / SECOND;
    }

    @Test
    void whatWorksOnlyForMomentsIsTriedLessAndLessOften() {
        List<Long> pauses = List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);

        for (long pause : pauses) {
            now += SECOND;
            assertThat(failAndRecover()).isEqualTo(pause);
        }
        now += 59 * SECOND;
        assertThat(failAndRecover()).isEqualTo(60);
        now += 60 * SECOND;
        assertThat(failAndRecover()).isEqualTo(1);
    }

    @Test
    void eachOutageIsToldOnceAtEachEnd() {
        failAndRecover();
        now += SECOND;
        outage.failed(Errno.ENOSPC, now);
        outage.diverted(3);
        outage.over(now);
        outage.over(now);
        journal.close();

        assertThat(warnings).hasSize(4).satisfies(lines -> {
            assertThat(lines.get(0)).contains("cannot write to /log: no space left on device (its lines go to stdout");
            assertThat(lines.get(1)).contains("/log takes output again; lines dropped meanwhile: 0");
            assertThat(lines.get(3)).contains("lines that went to stdout meanwhile: 3");
        });
        assertThat(outage.status(7).failures()).isEqualTo(2);
        assertThat(outage.status(7).recoveries()).isEqualTo(2);
    }
}
