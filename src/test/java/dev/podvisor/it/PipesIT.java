package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What processes do with their pipes, and what they put into them. */
class PipesIT extends LoggingTests {

    private static final String OUTPUTS = """
            - {type: Stdout, source: Processes}
            - {type: File, path: LOGS/all.json, format: Json, source: Processes}
            - {type: Stderr, source: Supervisor}
            """;

    @Test
    void aProcessThatClosesItsPipesLivesOn() throws Exception {
        podvisor.run(spec(OUTPUTS, """
                - name: web
                  command: [sh, -c, "echo last; echo err >&2; exec >&- 2>&-; touch FOLDER/closed; exec sleep 1000.33"]
                """));
        podvisor.await(() -> Files.exists(folder.resolve("closed")));
        podvisor.awaitOut("web | last\n");
        podvisor.awaitOut("web | err\n");
        podvisor.awaitState("web", "Running");

        JsonNode web = podvisor.replica("web", 0);
        assertThat(web.get("restarts").asInt()).isZero();
        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.err()).contains("process web stopped: ended by SIGTERM");
    }

    @Test
    void somebodyElseMayHoldThePipeOfARunThatHasEnded() throws Exception {
        podvisor.run(spec(OUTPUTS, "- {name: web, command: [sh, -c, 'echo up; exec sleep 1000.33']}\n"));
        podvisor.awaitOut("web | up\n");
        long first = podvisor.replica("web", 0).get("pid").asLong();
        long before;
        try (OutputStream held = Files.newOutputStream(Path.of("/proc/" + first + "/fd/1"))) {
            Podvisor.signal(first, "KILL");
            podvisor.await(() -> lines("all.json").size() == 2);
            long second = podvisor.replica("web", 0).get("pid").asLong();
            assertThat(second).isNotEqualTo(first);
            held.write("late\n".getBytes(StandardCharsets.US_ASCII));
            podvisor.await(() -> lines("all.json").size() == 3);
            assertThat(values(records(logs.resolve("all.json")), "web", "/message"))
                    .containsExactly("up", "up", "late");
            assertThat(values(records(logs.resolve("all.json")), "web", "/pid"))
                    .containsExactly(Long.toString(first), Long.toString(second), Long.toString(first));

            held.write("unfinished".getBytes(StandardCharsets.US_ASCII));
            before = System.nanoTime();
            assertThat(podvisor.stop()).isZero();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(lines("all.json").getLast()).contains("\"message\":\"unfinished\"");
    }

    @Test
    void whatAProcessLeavesBehindIsGoneBeforeItsNextRunPrints() throws Exception {
        podvisor.run(spec(OUTPUTS, """
                - name: web
                  command:
                    - sh
                    - -c
                    - |
                      [ -e FOLDER/second ] && echo second && exec sleep 1000.33
                      touch FOLDER/second
                      sh -c "trap '' TERM; while :; do echo child; done" &
                      echo $! >FOLDER/child
                      exit 3
                """));
        podvisor.awaitOut("web | second\n");
        String child = Files.readString(folder.resolve("child")).strip();
        assertThat(Path.of("/proc", child)).doesNotExist();
        assertThat(podvisor.stop()).isZero();
    }

    private static final String ODD = """
            import os
            def write(data):
                while data:
                    data = data[os.write(1, data):]
            write(b"carriage\\r\\n")
            write(b"nul\\0 bad \\xff\\xc3( \\xed\\xa0\\x80\\n")
            write(b"\\r\\n\\n")
            write(b"x\\ry\\r\\r\\n")
            write(b"0123456789" * 1000000 + b"\\n")
            write(b"end")
            """;

    @Test
    void bytesOfAllKindsAndLinesOfAllLengths() throws Exception {
        script("odd.py", ODD);
        podvisor.run(spec(OUTPUTS, """
                - {name: odd, command: [python3, FOLDER/odd.py], restartPolicy: Never}
                """));
        assertThat(podvisor.waitFor()).isZero();

        List<String> text = podvisor.out().lines().toList(); // which also ends lines at returns
        assertThat(podvisor.out())
                .startsWith("odd | carriage\nodd | nul\0 bad \u00ff\u00c3( \u00ed\u00a0\u0080\n"
                        + "odd | \nodd | \nodd | x\ry\r\nodd | 0123456789");
        assertThat(text.getLast()).isEqualTo("odd | end");
        StringBuilder all = new StringBuilder();
        List<JsonNode> records = records(logs.resolve("all.json"));
        for (JsonNode record : records) {
            String message = record.get("message").textValue();
            assertThat(message.length()).isLessThanOrEqualTo(256 * 1024);
            all.append(message).append(record.has("partial") ? "" : "\n");
        }
        assertThat(all.toString()
                        .equals("carriage\nnul\0 bad \ufffd\ufffd( \ufffd\ufffd\ufffd\n\n\nx\ry\r\n"
                                + "0123456789".repeat(1_000_000) + "\nend\n"))
                .isTrue();
        assertThat(records.stream().filter(record -> record.has("partial"))).hasSize(38); // of 10 MB, 256 KiB each
    }
}
