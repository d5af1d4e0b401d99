package dev.podvisor.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JournalTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BEGINNING = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";

    private final List<String> records = new CopyOnWriteArrayList<>();

    @Test
    void aRecordIsALineWithTheTimeAtWhichItWasMade() {
        try (Journal journal = new Journal(records::add, 10)) {
            Instant time = Instant.parse("2026-01-02T03:04:05.006789Z");
            journal.add(new JournalRecord(time, JournalRecord.Severity.INFO, Journal.LOGGER, "started web", null));
            journal.warn("second");
            journal.error("third");
            assertThat(journal.close(SOON)).isTrue();
        }
        assertThat(records.get(0)).isEqualTo("2026-01-02T03:04:05.006Z INFO  podvisor | started web\n");
        assertThat(records.get(1)).matches(BEGINNING + "WARN  podvisor \\| second\n");
        assertThat(records.get(2)).matches(BEGINNING + "ERROR podvisor \\| third\n");
    }

    @Test
    void noMessageCanPassForAnother() {
        try (Journal journal = new Journal(records::add, 10)) {
            journal.info("one\ntwo \u001b[31mred\r\n2026-01-02T03:04:05.006Z ERROR podvisor | forged\n");
            journal.info("");
            assertThat(journal.close(SOON)).isTrue();
        }
        assertThat(String.join("", records).lines())
                .hasSize(4)
                .allMatch(line -> line.matches(BEGINNING + "INFO  podvisor \\| .*"))
                .anyMatch(line -> line.endsWith("| two ?[31mred?"));
    }

    @Test
    void anExceptionIsItsMessageItsTopFramesAndItsCause() {
        try (Journal journal = new Journal(records::add, 10)) {
            journal.error("cannot turn", new IllegalStateException("stuck", new ArithmeticException()));
            journal.warn("odd", new IllegalArgumentException());
            assertThat(journal.close(SOON)).isTrue();
        }
        List<String> lines = records.getFirst().lines().toList();
        assertThat(lines).hasSizeBetween(5, 20);
        assertThat(lines.get(0)).endsWith("| cannot turn");
        assertThat(lines.get(1)).endsWith("|   java.lang.IllegalStateException: stuck");
        assertThat(lines.get(2)).contains("|     at dev.podvisor.logs.JournalTest.");
        assertThat(lines).anyMatch(line -> line.endsWith("|   caused by java.lang.ArithmeticException"));
        assertThat(records.get(1)).contains("WARN  podvisor |   java.lang.IllegalArgumentException\n");
    }

    @Test
    void aStuckTargetStopsNobodyAndWhatIsDroppedIsCountedAndReportedInItsPlace() {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch unstick = new CountDownLatch(1);
        try (Journal journal = new Journal(
                record -> {
                    records.add(record);
                    stuck.countDown();
                    awaitQuietly(unstick);
                },
                10)) {
            journal.info("0");
            awaitQuietly(stuck);
            for (int i = 1; i <= 100; i++) {
                journal.info(String.valueOf(i));
            }
            assertThat(journal.dropped()).isEqualTo(90);
            assertThat(journal.close(Duration.ofMillis(1))).isFalse();
            unstick.countDown();
            assertThat(journal.close(SOON)).isTrue();
            journal.info("too late");
            assertThat(journal.dropped()).isEqualTo(91);
        }
        assertThat(records).hasSize(12);
        assertThat(records.get(10)).endsWith("| 10\n");
        assertThat(records.get(11)).endsWith("| dropped 90 records of this log: its output was too slow\n");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStuckStderrGetsEverythingWhenItMovesAgain() throws Exception {
        String message = "m".repeat(1000);
        try (TestPipe stderr = new TestPipe()) {
            AtomicReference<byte[]> received = new AtomicReference<>(new byte[0]);
            try (Journal journal = new Journal(new Descriptor(stderr.writeEnd), 1000)) {
                for (int i = 0; i < 500; i++) {
                    journal.info(message); // 500 kB, of which the pipe holds 64
                }
                assertThat(journal.close(Duration.ofMillis(1))).isFalse();
                Thread reader = Thread.ofPlatform().start(() -> received.set(stderr.readAll()));
                assertThat(journal.close(SOON)).isTrue();
                stderr.closeWriteEnd();
                reader.join();
            }
            assertThat(new String(received.get(), StandardCharsets.UTF_8).lines())
                    .hasSize(500)
                    .allMatch(line -> line.endsWith(message));
        }
    }

    @Test
    void aClosedStderrIsSurvived() {
        try (TestPipe stderr = new TestPipe()) {
            stderr.closeReadEnd();
            Journal journal = new Journal(new Descriptor(stderr.writeEnd), 10);
            journal.info("lost");
            assertThat(journal.close(SOON)).isTrue();
        }
    }

    @Test
    void aTargetThatThrowsLosesARecordAndNotTheJournal() {
        try (Journal journal = new Journal(
                record -> {
                    if (record.contains("bad")) {
                        throw new IllegalStateException("full");
                    }
                    records.add(record);
                },
                10)) {
            journal.info("bad");
            journal.info("good");
            assertThat(journal.close(SOON)).isTrue();
        }
        assertThat(records).hasSize(1);
    }

    @Test
    void librariesWarningsComeThroughTheSameQueue() {
        try (Journal journal = new Journal(records::add, 10)) {
            journal.info("first");
            await().atMost(SOON).until(() -> records.size() == 1); // from now on this journal is the one
            LoggerFactory.getLogger("org.eclipse.jetty.Server").info("chatty");
            LoggerFactory.getLogger("org.eclipse.jetty.Server").warn("odd {}", 1, new IllegalStateException("why"));
            LoggerFactory.getLogger("dev.podvisor.http").info("ours");
            await().atMost(SOON).until(() -> records.size() == 3);
        }
        assertThat(records.get(1))
                .contains("WARN  org.eclipse.jetty.Server | odd 1\n")
                .contains("IllegalStateException: why");
        assertThat(records.get(2)).endsWith("INFO  podvisor | ours\n");
    }

    @Test
    void aJournalWithoutRecordsStartsNoThread() {
        try (Journal journal = new Journal(records::add, 10)) {
            assertThat(journal.close(Duration.ZERO)).isTrue();
        }
        assertThat(records).isEmpty();
    }
}
