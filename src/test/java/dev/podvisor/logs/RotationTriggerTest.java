package dev.podvisor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a file is rotated and what its backups are called, with given sizes and times; {@link LogFileTest} has real files. */
class RotationTriggerTest {

    private static final long DAY = Duration.ofDays(1).toMillis();

    @Test
    void aFileIsRotatedBeforeALineWouldMakeItTooLarge() {
        assertThat(RotationTrigger.isDue(90, 10, 100)).isFalse();
        assertThat(RotationTrigger.isDue(90, 11, 100)).isTrue();
        assertThat(RotationTrigger.isDue(100, 1, 100)).isTrue();
        assertThat(RotationTrigger.isDue(0, 100, 100)).isFalse();
        assertThat(RotationTrigger.isDue(Long.MAX_VALUE / 2, 1, 1L << 52)).isTrue();
    }

    @Test
    void aBackupIsTooOldWhenMoreThanItsDaysHavePassed() {
        assertThat(RotationTrigger.isTooOld(0, 30 * DAY, 30)).isFalse();
        assertThat(RotationTrigger.isTooOld(0, 30 * DAY + 1, 30)).isTrue();
        assertThat(RotationTrigger.isTooOld(0, 36_500 * DAY, 36_500)).isFalse();
    }

    @Test
    void aClockThatWasSetBackMakesNothingTooOld() {
        assertThat(RotationTrigger.isTooOld(5 * DAY, 0, 1)).isFalse();
    }

    @Test
    void aBackupIsNamedByTheTimeInUtc() {
        long millis = Instant.parse("2026-11-24T19:40:03.007Z").toEpochMilli();
        assertThat(new BackupName("a.log", millis, false)).hasToString("a.log.20261124T194003.007Z");
        assertThat(new BackupName("a.log", millis, true)).hasToString("a.log.20261124T194003.007Z.gz");
    }

    @Test
    void itsNameTellsTheTimeAgain() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            BackupName name = new BackupName("a.log", random.nextLong(4_000_000_000_000L), random.nextBoolean());
            assertThat(BackupName.parse("a.log", name.toString()))
                    .as("seed %d", seed)
                    .contains(name);
        }
    }

    @Test
    void namesOfOthersAreNoBackups() {
        for (String other : new String[] {
            "a.log",
            "a.log.1",
            "a.log.gz",
            "a.log.20261124T194003.007Z.gz.tmp",
            "a.log.20261324T194003.007Z",
            "a.log.20261124t194003.007Z",
            "a.log.2026112+T194003.007Z",
            "b.log.20261124T194003.007Z",
            "a.log.20261124T194003.007Z.xz",
            "a.log.x.20261124T194003.007Z"
        }) {
            assertThat(BackupName.parse("a.log", other)).as(other).isEmpty();
        }
    }

    @Test
    void timesAreThoseOfTheCalendar() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] text = new byte[Timestamp.LENGTH];
        for (int i = 0; i < 20_000; i++) {
            long millis = random.nextLong(-2_000_000_000_000L, 200_000_000_000_000L) / 1000 * 1000 + 7;
            Timestamp.write(millis, text, 0);
            assertThat(new String(text, StandardCharsets.US_ASCII))
                    .as("seed %d", seed)
                    .isEqualTo(Instant.ofEpochMilli(millis).toString());
        }
    }
}
