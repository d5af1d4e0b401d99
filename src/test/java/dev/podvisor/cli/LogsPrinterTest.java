package dev.podvisor.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogsPrinterTest {

    private static final String HEAD =
            "{\"@timestamp\":\"2026-11-24T19:40:03.007Z\",\"level\":\"WARN\",\"process\":\"web\","
                    + "\"replica\":0,\"pid\":7,\"stream\":\"stdout\",\"labels\":{\"team\":\"shop\"},\"message\":";

    private final StringWriter text = new StringWriter();
    private final LogsPrinter printer = new LogsPrinter(new PrintWriter(text), false, false, false, Map.of());

    private void print(String rest) {
        assertThat(printer.take((HEAD + rest).getBytes(UTF_8), false)).isTrue();
    }

    @Test
    void membersOfTheProcessItselfComeBehindTheMessage() {
        print("\"request 1\",\"ms\":12,\"tags\":[\"a\",{\"b\":null}]}");
        print("\"\",\"ms\":12345678901234567890.10}");
        print("\"plain\",\"truncated\":true}");
        assertThat(text).hasToString("""
                request 1 {"ms":12,"tags":["a",{"b":null}]}
                {"ms":12345678901234567890.10}
                plain
                """);
    }
}
