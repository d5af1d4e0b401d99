package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code processes[].logging}, with programs that print. */
class ProcessLoggingIT extends LoggingTests {

    private static final String STDOUT = "- {type: Stdout, source: Processes}\n- {type: Stderr, source: Supervisor}\n";

    @Test
    void outputsOfItsOwnTakeOneStreamOrBoth() throws Exception {
        podvisor.run(spec(STDOUT, """
                - name: web
                  replicas: 2
                  command: [sh, -c, "echo out; echo err >&2"]
                  restartPolicy: Never
                  logging:
                    inheritOutputs: false
                    outputs:
                      - {type: File, path: LOGS/stdout.log, streams: [Stdout]}
                      - {type: File, path: LOGS/stderr.log, streams: [Stderr], format: Json}
                      - {type: File, path: LOGS/both.log}
                - name: one
                  command: [sh, -c, "echo hello; echo oops >&2"]
                  restartPolicy: Never
                  logging:
                    outputs:
                      - {type: File, path: LOGS/one.log}
                """));

        assertThat(podvisor.waitFor()).isZero();
        assertThat(lines("stdout.log")).containsExactlyInAnyOrder("web-0 | out", "web-1 | out");
        assertThat(records(logs.resolve("stderr.log")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.get("stream").textValue()).isEqualTo("stderr"))
                .allSatisfy(line -> assertThat(line.get("message").textValue()).isEqualTo("err"))
                .extracting(line -> line.get("replica").intValue())
                .containsExactlyInAnyOrder(0, 1);
        assertThat(lines("both.log"))
                .containsExactlyInAnyOrder("web-0 | out", "web-1 | out", "web-0 | err", "web-1 | err");
        assertThat(lines("one.log")).as("one replica needs no name").containsExactlyInAnyOrder("hello", "oops");
        assertThat(podvisor.out().lines()).containsExactlyInAnyOrder("one | hello", "one | oops");
    }

    @Test
    void replicasShareAFileThatIsRotated() throws Exception {
        podvisor.run(spec(STDOUT, """
                - name: web
                  replicas: 2
                  command: [seq, "150000"]
                  restartPolicy: Never
                  logging:
                    inheritOutputs: false
                    outputs:
                      - {type: File, path: LOGS/web.log, rotation: {maxSize: 1Mi, maxBackups: 100, compress: false}}
                """));

        assertThat(podvisor.waitFor()).isZero();
        List<Path> files;
        try (Stream<Path> all = Files.list(logs)) {
            files = all.sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(3);
        List<String> lines = new ArrayList<>();
        for (Path file : Stream.concat(files.stream().skip(1), Stream.of(files.getFirst()))
                .toList()) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(1024 * 1024);
            assertThat(Files.readString(file)).endsWith("\n");
            lines.addAll(Files.readAllLines(file));
        }
        for (String label : List.of("web-0 | ", "web-1 | ")) {
            assertThat(lines.stream().filter(line -> line.startsWith(label)))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 150_000)
                            .mapToObj(i -> label + i)
                            .toList());
        }
        assertThat(lines).hasSize(300_000);
    }

    private static final String PYTHON = """
            import json, sys, time, traceback
            def boom():
                raise ValueError("boom")
            print("2026-01-01 10:00:00 DEBUG not wanted")
            print("2026-01-01 10:00:01 plain")
            print(json.dumps({"msg": "from json", "level": "error", "user": {"id": 7}, "pid": 99}))
            print("2026-01-01 10:00:02 INFO GET /healthz 200")
            print("2026-01-01 10:00:03 WARNING nearly full")
            print("2026-01-01 10:00:04 ERROR failed")
            try:
                boom()
            except ValueError:
                traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()
            time.sleep(1000.31)
            """;

    private static final String JAVA = """
            import time
            print("level=info up")
            print('Exception in thread "main" java.lang.IllegalStateException: no')
            print("\\tat a.B.c(B.java:1)")
            print("Caused by: java.io.IOException: disk")
            print("\\t... 3 more")
            print("noise keep")
            print("level=debug nothing")
            print("level=fatal no keep", flush=True)
            time.sleep(1000.31)
            """;

    @Test
    void linesAreJoinedTakenApartGivenALevelAndFiltered() throws Exception {
        script("app.py", PYTHON);
        script("trace.py", JAVA);
        podvisor.run(spec("""
                - {type: Stdout, format: Json, source: Processes}
                - {type: Stderr, source: Supervisor}
                - {type: File, path: LOGS/warnings.log, source: Processes, level: Warning}
                """, """
                - name: app
                  command: [python3, FOLDER/app.py]
                  logging:
                    labels: {team: core}
                    level: Info
                    levelDetection: {}
                    json: {}
                    multiline: {startPattern: '^(\\d{4}-|\\{)', timeoutMilliseconds: 50}
                    exclude: [/healthz]
                - name: trace
                  command: [python3, FOLDER/trace.py]
                  logging:
                    multiline: {timeoutMilliseconds: 50}
                    levelDetection: {otherwise: Trace, patterns: [{level: Error, pattern: Exception}]}
                    include: [Exception, keep]
                    exclude: [noise]
                """));
        podvisor.await(() -> values(records(podvisor.stdout), "app", "/message").size() == 4
                && values(records(podvisor.stdout), "trace", "/message").size() == 2);

        List<JsonNode> records = records(podvisor.stdout);
        assertThat(values(records, "app", "/message"))
                .containsExactly(
                        "2026-01-01 10:00:01 plain",
                        "from json",
                        "2026-01-01 10:00:03 WARNING nearly full",
                        values(records, "app", "/message").getLast());
        assertThat(values(records, "app", "/message").getLast())
                .startsWith("2026-01-01 10:00:04 ERROR failed\nTraceback (most recent call last):\n  File \"")
                .endsWith("\nValueError: boom");
        assertThat(values(records, "app", "/level")).containsExactly("INFO", "ERROR", "WARN", "ERROR");
        assertThat(values(records, "app", "/labels/team")).containsOnly("core");
        assertThat(values(records, "app", "/user/id")).containsExactly("", "7", "", "");
        assertThat(values(records, "app", "/_pid")).containsExactly("", "99", "", "");
        assertThat(values(records, "trace", "/message"))
                .containsExactly(
                        "Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\n"
                                + "Caused by: java.io.IOException: disk\n\t... 3 more",
                        "level=fatal no keep");
        assertThat(values(records, "trace", "/level")).containsExactly("ERROR", "FATAL");

        podvisor.await(() -> Files.readString(logs.resolve("warnings.log")).contains("ValueError: boom\n"));
        List<String> warnings = lines("warnings.log");
        assertThat(warnings.stream().filter(line -> line.startsWith("app | ")))
                .startsWith("app | {\"msg\": \"from json\", \"level\": \"error\", \"user\": {\"id\": 7}, \"pid\": 99}")
                .contains("app | Traceback (most recent call last):", "app | ValueError: boom")
                .doesNotContain("app | 2026-01-01 10:00:01 plain");
        assertThat(warnings).contains("trace | Caused by: java.io.IOException: disk", "trace | level=fatal no keep");

        long printed =
                6 + values(records, "app", "/message").getLast().lines().skip(1).count();
        podvisor.await(() -> count("app", "/lines") == printed && count("trace", "/lines") == 8);
        assertThat(count("app", "/filtered")).isEqualTo(2);
        assertThat(count("trace", "/filtered")).isEqualTo(3);
        assertThat(podvisor.status().get("processes"))
                .allSatisfy(process ->
                        assertThat(process.get("droppedLines").asLong()).isZero());
        assertThat(podvisor.stop()).isZero();
    }

    private static final String SECRETS = """
            import os, sys, time
            s = "S3CR3T-abcdefghijkl"
            total = 0
            def write(text):
                global total
                data = text.encode()
                total += len(data)
                while data:
                    data = data[os.write(1, data):]
            for i in range(20000): # at every place of what is read at once
                write("%d user=u token=%s %s\\n" % (i, s, "x" * (i % 89)))
            write("z" * 500000 + s + "z" * 500000 + "\\n")
            write('{"msg": "login", "token": "S3CR3T\\\\u002dabcdefghijkl", "more": ["%s"]}\\n' % s)
            write("ERROR at\\n  key " + s + "\\n  and " + s + "\\n")
            for part in (1, 7, 18):
                write("in two writes " + s[:part])
                with open("FOLDER/draft%d" % part, "w") as file:
                    file.write(str(total))
                os.rename("FOLDER/draft%d" % part, "FOLDER/at%d" % part)
                while not os.path.exists("FOLDER/go%d" % part):
                    time.sleep(0.002)
                write(s[part:] + "\\n")
            write("done\\n")
            time.sleep(1000.31)
            """;

    @Test
    void noSecretGetsIntoAnyLogHoweverItIsPrinted() throws Exception {
        script("secrets.py", SECRETS);
        podvisor.run(spec("""
                - {type: Stdout, format: Json}
                - {type: Stderr, source: Supervisor}
                - {type: File, path: LOGS/set.log}
                """, """
                - name: app
                  command: [python3, FOLDER/secrets.py]
                  logging:
                    outputs: [{type: File, path: LOGS/own.json, format: Json}]
                    redact: [{pattern: 'S3CR3T-[a-z]{12}', replacement: '<gone>'}]
                    json: {}
                    multiline: {timeoutMilliseconds: 60000}
                    recentBytes: 16Mi
                """));
        for (int part : new int[] {1, 7, 18}) {
            Path at = folder.resolve("at" + part);
            podvisor.await(() -> Files.exists(at) && count("app", "/bytes") == Long.parseLong(Files.readString(at)));
            Files.createFile(folder.resolve("go" + part));
        }
        podvisor.await(() -> count("app", "/lines") == 20_009 + 3); // the long line comes in four pieces
        String recent = podvisor.command("logs", "app").out();
        String recentJson = podvisor.command("logs", "app", "-o", "json").out();
        assertThat(count("app", "/truncated")).isEqualTo(1);
        assertThat(podvisor.stop()).isZero();

        List<JsonNode> own = records(logs.resolve("own.json"));
        assertThat(own).hasSize(20_007);
        assertThat(own.get(89).get("message").textValue()).isEqualTo("89 user=u token=<gone> ");
        assertThat(own.get(20_000).get("truncated").booleanValue()).isTrue();
        assertThat(own.get(20_000).get("message").textValue()).matches("\\[redacted: a line of \\d+ bytes or more\\]");
        assertThat(own.get(20_001).get("token").textValue()).isEqualTo("<gone>");
        assertThat(own.get(20_001).get("more").toString()).isEqualTo("[\"<gone>\"]");
        assertThat(own.get(20_002).get("message").textValue()).isEqualTo("ERROR at\n  key <gone>\n  and <gone>");
        assertThat(values(own.subList(20_003, 20_007), "app", "/message"))
                .containsExactly("in two writes <gone>", "in two writes <gone>", "in two writes <gone>", "done");
        for (String log : List.of(
                recent,
                recentJson,
                podvisor.out(),
                podvisor.err(),
                Files.readString(logs.resolve("set.log")),
                Files.readString(logs.resolve("own.json")))) {
            assertThat(log).isNotEmpty();
            assertThat(log.contains("S3CR3T") || log.contains("abcdefgh") || log.contains("cdefghijkl"))
                    .isFalse();
        }
        assertThat(recent.lines().filter(line -> line.contains("<gone>")).count())
                .as("the same lines as in files")
                .isEqualTo(20_000 + 1 + 2 + 3);
    }

    @Test
    void whatIsMoreThanTheRateIsCountedAndTold() throws Exception {
        int lines = 50_000;
        int port = freePort();
        Path spec = spec(STDOUT, """
                - name: app
                  command: [sh, -c, "seq %d; exec sleep 1000.31"]
                  logging:
                    inheritOutputs: false
                    rateLimit: {linesPerSecond: 100, burst: 500}
                    outputs: [{type: File, path: LOGS/app.log}]
                """.formatted(lines));
        Files.writeString(spec, Files.readString(spec) + "  http: {port: " + port + ", address: 127.0.0.1}\n");
        podvisor.run(spec);
        podvisor.await(() -> count("app", "/lines") == lines
                && suppressed(lines("app.log").stream()) == count("app", "/dropped/RateLimit"));

        long dropped = count("app", "/dropped/RateLimit");
        List<String> kept =
                lines("app.log").stream().filter(line -> !isMarker(line)).toList();
        assertThat(kept.size()).isGreaterThanOrEqualTo(500);
        assertThat(kept.subList(0, 500))
                .isEqualTo(IntStream.rangeClosed(1, 500)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(kept.size() + dropped).isEqualTo(lines);
        assertThat(HttpPortIT.scrape(port))
                .contains("podvisor_log_dropped_total{process=\"app\",reason=\"RateLimit\",replica=\"0\"} " + dropped);
        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.out()).isEmpty();
    }

    private static final String CYCLE = """
            import itertools, time
            for i in itertools.count():
                print('ERROR password=hunter2\\n  at x\\nINFO fine ' + str(i) + '\\n{"msg": "from json", "a": 1}\\n' + "y" * 1500, flush=True)
                time.sleep(0.01)
            """;

    /** What is added to the logging of the process, and what is then in a new file of its own. */
    private static final Map<String, String> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("labels: {team: core}", "\"labels\":{\"team\":\"core\"}");
        CHANGES.put("redact: [{pattern: 'password=\\S+'}]", "\"message\":\"ERROR [redacted]\"");
        CHANGES.put("levelDetection: {}", "\"level\":\"ERROR\"");
        CHANGES.put("json: {}", "\"message\":\"from json\"");
        CHANGES.put("multiline: {timeoutMilliseconds: 20}", "\"message\":\"ERROR [redacted]\\n  at x\"");
        CHANGES.put("maxLineBytes: 1Ki", "\"truncated\":true");
        CHANGES.put("pressure: DropOldest", "from json");
        CHANGES.put("blockSeconds: 1", "from json");
        CHANGES.put("recentBytes: 1Ki", "from json");
        CHANGES.put("include: ['.']", "from json");
        CHANGES.put("exclude: [from]", "INFO fine");
        CHANGES.put("level: Error", "ERROR [redacted]");
        CHANGES.put("rateLimit: {linesPerSecond: 1, burst: 1}", "podvisor suppressed ");
        CHANGES.put("inheritOutputs: false", "ERROR [redacted]");
    }

    @Test
    void everythingIsChangedInPlace() throws Exception {
        script("cycle.py", CYCLE);
        String head = "- name: app\n  command: [python3, FOLDER/cycle.py]\n";
        podvisor.run(spec(STDOUT, head));
        podvisor.awaitOut("app | ERROR password=hunter2\n");
        long pid = podvisor.replica("app", 0).get("pid").asLong();
        StringBuilder logging = new StringBuilder();
        int step = 0;
        for (Map.Entry<String, String> change : CHANGES.entrySet()) {
            step++;
            String file = step + ".json";
            logging.append("    ").append(change.getKey()).append('\n');
            spec(
                    STDOUT,
                    head + "  logging:\n    outputs: [{type: File, path: LOGS/" + file + ", format: Json}]\n"
                            + logging);
            reload();
            podvisor.await(() -> Files.readString(logs.resolve(file)).contains(change.getValue()));
        }
        assertThat(logs.resolve("14.json")).content().contains("\"team\":\"core\"");
        assertThat(logs.resolve("11.json")).content().doesNotContain("from json");
        assertThat(logs.resolve("12.json")).content().doesNotContain("INFO fine");
        spec(STDOUT, head + "  logging: {inheritOutputs: false, outputs: [{type: File, path: LOGS/last.log}]}\n");
        reload();
        podvisor.await(() -> Files.readString(logs.resolve("last.log")).contains("ERROR password=hunter2\n  at x\n"));
        spec(STDOUT, head);
        reload();
        String last = lines("last.log").stream()
                .filter(line -> line.startsWith("INFO"))
                .toList()
                .getLast();
        podvisor.awaitOut("INFO fine " + (2 + Integer.parseInt(last.substring("INFO fine ".length()))) + "\n");

        List<String> taken = lines("last.log");
        assertThat(podvisor.out().lines())
                .contains("app | ERROR [redacted]")
                .doesNotContain(taken.stream()
                        .filter(line -> line.startsWith("INFO"))
                        .map(line -> "app | " + line)
                        .toArray(String[]::new));
        assertThat(podvisor.replica("app", 0).get("pid").asLong()).isEqualTo(pid);
        assertThat(podvisor.replica("app", 0).get("restarts").asInt()).isZero();
        assertThat(podvisor.stop()).isZero();
    }
}
