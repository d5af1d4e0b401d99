package dev.podvisor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0s",
        "PT0S, 0s",
        "PT0.999S, 0s",
        "PT45S, 45s",
        "PT119S, 119s",
        "PT2M, 2m",
        "PT3M12S, 3m12s",
        "PT9M59S, 9m59s",
        "PT10M30S, 10m",
        "PT2H59M, 179m",
        "PT3H, 3h",
        "PT5H4M, 5h4m",
        "PT8H30M, 8h",
        "PT47H59M, 47h",
        "P2DT3H, 2d3h",
        "P7DT0H, 7d",
        "P8DT5H, 8d",
        "P729D, 729d",
        "P730D, 2y",
        "P800D, 2y70d",
        "P3000D, 8y",
    })
    void areThoseOfKubectl(Duration duration, String text) {
        assertThat(Durations.human(duration)).isEqualTo(text);
    }
}
