package dev.podvisor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {

    /** The ends and the middle are the formula's fixed points; the rest is what it gives. */
    @ParameterizedTest
    @CsvSource({
        "-5, 1",
        "0, 1",
        "1, 1",
        "2, 1",
        "100, 17",
        "500, 59",
        "1000, 100",
        "2000, 174",
        "256000, 10000",
        "9223372036854775807, 10000"
    })
    void requestBecomesAWeight(long millicores, int weight) {
        assertThat(Weights.ofRequest(millicores)).isEqualTo(weight);
    }

    @Test
    void moreIsNeverLess() {
        int last = 0;
        for (int millicores = 0; millicores < 300_000; millicores += 3) {
            int weight = Weights.ofRequest(millicores);
            assertThat(weight).isBetween(last, Weights.MAX);
            last = weight;
        }
    }

    @Test
    void senselessSettingsAreRefused() {
        assertThatThrownBy(() -> LeafSettings.builder().cpuWeight(0).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LeafSettings.builder().cpu(0, 100_000).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LeafSettings.builder().memoryMax(-1).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IoLimit("8:0", 0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
