package dev.podvisor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final int KIB = 1024;

    private final Pace pace = new Pace();

    private long turn(long waited, int bytes) {
        pace.read(bytes);
        return pace.pause(waited);
    }

    @Test
    void aLineNowAndThenIsReadAtOnce() {
        for (int i = 0; i < 10; i++) {
            assertThat(turn(300_000, 100)).isZero();
        }
    }

    @Test
    void linesInQuickSuccessionAreReadTogetherAtMostAMillisecondLate() {
        long pause = 0;
        for (int i = 0; i < 20; i++) {
            long next = turn(1000, 100);
            assertThat(next).isBetween(Math.max(pause, 1), 1_000_000L);
            pause = next;
        }
        assertThat(pause).isEqualTo(1_000_000);
        assertThat(turn(300_000, 100)).as("they have become rare").isZero();
    }

    @Test
    void aPipeThatFillsUpIsReadEarlierAndInTheEndAtOnce() {
        while (turn(1000, 100) < 1_000_000) {
            assertThat(pace).isNotNull();
        }
        assertThat(turn(1000, 64 * KIB)).isEqualTo(500_000);
        assertThat(turn(1000, 20 * KIB)).as("about right").isEqualTo(500_000);
        for (int i = 0; i < 10; i++) {
            turn(1000, 64 * KIB);
        }
        assertThat(turn(1000, 64 * KIB)).isZero();
    }
}
