package dev.podvisor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLISECOND = 1_000_000;

    private final Pace pace = new Pace();

    @Test
    void pausesWhilePipesTrickleAndNotWhenTheyAreQuiet() {
        assertThat(pace.pause(0, 0)).isTrue();
        assertThat(pace.pause(MILLISECOND / 10, 0)).isTrue();
        assertThat(pace.pause(MILLISECOND, 0)).isFalse();
    }

    @Test
    void doesNotPauseForATenthOfASecondAfterAPipeWasFull() {
        pace.busy(Long.MAX_VALUE); // the clock's origin is arbitrary and it may wrap
        assertThat(pace.pause(0, Long.MAX_VALUE)).isFalse();
        assertThat(pace.pause(0, Long.MAX_VALUE + 99 * MILLISECOND)).isFalse();
        assertThat(pace.pause(0, Long.MAX_VALUE + 101 * MILLISECOND)).isTrue();
        assertThat(pace.pause(0, 0)).isTrue();
    }
}
