package dev.podvisor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.metrics.Format;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | OpenMetrics
            application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,*/*;q=0.1        | OpenMetrics
            application/vnd.google.protobuf;q=0.7,text/plain;version=0.0.4;q=0.3                                          | Text
            APPLICATION/OPENMETRICS-TEXT                                                                                  | OpenMetrics
            application/openmetrics-text;q=0,*/*                                                                          | Text
            application/openmetrics-text;q=0.2,text/plain                                                                 | Text
            application/openmetrics-text;q=much                                                                           | Text
            application/openmetrics-textual,;;;,q=1                                                                       | Text
            */*                                                                                                           | Text
            ''                                                                                                            | Text
            """)
    void theFormatIsTheOneThatTheClientPrefers(String accept, Format expected) {
        assertThat(Accept.metrics(request(Map.of("accept", List.of(accept))))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip              | true
            deflate, gzip;q=1 | true
            GZIP;q=0.1        | true
            *                 | true
            gzip;q=0          | false
            *, gzip;q=0       | false
            identity          | false
            br, zstd          | false
            ''                | false
            """)
    void compressedIsOnlyWhatTheClientCanTake(String accept, boolean expected) {
        assertThat(Accept.gzip(request(Map.of("accept-encoding", List.of(accept)))))
                .isEqualTo(expected);
    }

    @Test
    void aClientThatSaysNothingGetsPlainText() {
        assertThat(Accept.metrics(request(Map.of()))).isEqualTo(Format.Text);
        assertThat(Accept.gzip(request(Map.of()))).isFalse();
    }

    @Test
    void severalLinesOfAHeaderCountTogether() {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("accept", List.of("text/plain;q=0.1", "application/openmetrics-text"));
        headers.put("accept-encoding", List.of("br", "gzip"));
        assertThat(Accept.metrics(request(headers))).isEqualTo(Format.OpenMetrics);
        assertThat(Accept.gzip(request(headers))).isTrue();
    }

    private static Request request(Map<String, List<String>> headers) {
        return new Request("GET", "/metrics", "", 1, headers);
    }
}
