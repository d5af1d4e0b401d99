package dev.podvisor.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes documents that are nearly right: valid ones with a few changes of bytes, pieces and lines. */
final class Mutations {

    static final List<String> SEEDS = List.of("""
            # a comment
            apiVersion: podvisor.dev/v1alpha1
            kind: ProcessSet
            metadata: {name: shop, labels: {app: shop}}
            spec:
              terminationGracePeriodSeconds: 40
              processes:
                - name: migrate
                  command: [bin/migrate]
                  restartPolicy: OnFailure
                - name: web
                  command: [nginx, -g, "daemon off;"]
                  args: ['8080', "\\u00e4 \\t", ""]
                  env:
                    - {name: MODE, value: "1"}
                    - name: TOKEN
                      valueFrom: {file: {path: /run/secrets/token, optional: true}}
                  envFrom: [{file: {path: common.env}, prefix: APP_}]
                  dependsOn: [{name: migrate, condition: Completed}]
                  criticality: Critical
                  replicas: 2
              signals:
                - {signal: SIGUSR1, action: Forward, processes: [web]}
            """, """
            ---
            apiVersion: podvisor.dev/v1alpha1
            kind: ProcessSet
            spec:
              processes:
              - &worker
                name: worker-a
                command: &command
                - sh
                - -c
                - |
                  echo "größe" 😀
                  exec sleep 1
                backoff: {initialMilliseconds: 50, factor: 3, maxSeconds: 5, jitterPercent: 0}
                successExitCodes: [0, 143]
                stopSignal: SIGRTMIN+3
                terminationGracePeriodSeconds: 5
                maxRestarts: 7
              - <<: *worker
                name: worker-b
                workingDir: >-
                  /srv/worker
              - name: worker-c
                command: *command
            ...
            """, """
            {
              "apiVersion": "podvisor.dev/v1alpha1",
              "kind": "ProcessSet",
              "metadata": {"name": "json", "namespace": "default", "annotations": {"a/b": "c"}},
              "spec": {
                "processes": [
                  {"name": "a", "command": ["a", "\\u20ac\\n\\"x\\""], "replicas": 0},
                  {"name": "b", "command": ["\\/bin\\/b"], "dependsOn": [{"name": "a", "condition": "Started"}]}
                ]
              }
            }
            """, """
            version: "1.0"
            global:
              shutdown_timeout: 1m30s
              restart_policy: on-failure
              max_restart_attempts: -1
              restart_backoff: 500ms
            processes:
              migrate: {enabled: true, type: oneshot, command: [sh, -c, ${MIGRATION:-echo größe 😀}]}
              web:
                enabled: ${WEB:-true}
                command: &command [nginx, -g, "daemon ${STATE:-off};"]
                env: {MODE: fast, PORT: 8080, PATHS: "${PATHS:-a:b}"}
                scale: ${SCALE:-2}
                depends_on: [migrate]
                shutdown: {signal: SIGQUIT, timeout: 5s}
              worker:
                enabled: true
                command: *command
                working_dir: /srv
            """);

    private static final List<String> PIECES = List.of(
            "- ",
            ": ",
            ":",
            "? ",
            "&a ",
            "*a",
            "*worker",
            "<<: ",
            "<<: *worker\n",
            "!",
            "!!str ",
            "!!int ",
            "|",
            ">",
            "\"",
            "'",
            "[",
            "]",
            "{",
            "}",
            ",",
            "#",
            " #",
            "\t",
            "%",
            "@",
            "`",
            "~",
            "null",
            "yes",
            "0x10",
            "010",
            "-1",
            "99999999999",
            "1e400",
            ".nan",
            "---\n",
            "...\n",
            "\n",
            "\r",
            "\r\n",
            "\\",
            "\\x",
            "\\ud800",
            "\u2028",
            "\u0085",
            "\ufeff",
            "\u0000",
            "\u0007",
            "\u007f",
            "😀",
            "ä",
            "  ",
            "name: ",
            "spec:",
            "processes:",
            "replicas: 1001",
            "web",
            "migrate",
            "[[[[",
            "{{{{",
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "=",
            "${A}",
            "${A:-",
            "\udbfc\udc3a",
            "$(A)");

    private static final byte[][] BAD = {
        {(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {0}, {(byte) 0xfe, (byte) 0xff}
    };

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    byte[] mutated() {
        byte[] bytes = pick(SEEDS).getBytes(StandardCharsets.UTF_8);
        int changes = 1 + random.nextInt(random.nextInt(10) == 0 ? 20 : 3);
        for (int i = 0; i < changes; i++) {
            bytes = random.nextInt(3) == 0 ? ofLines(bytes) : ofBytes(bytes);
        }
        return bytes;
    }

    /** The same document written otherwise: other line ends, comments, empty lines, a byte order mark. */
    String rewritten(String document) {
        String text = document;
        if (!text.contains("|\n")) {
            text = String.join(random.nextBoolean() ? "\n\n" : " # c\n", text.split("\n")) + "\n";
        }
        text = text.replace("\n", pick(List.of("\n", "\r\n", "\r")));
        return (random.nextBoolean() ? "\ufeff" : "") + text + "# end";
    }

    private byte[] ofBytes(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(random.nextInt(5) == 0 ? 60 : 4));
        byte[] cut = Arrays.copyOfRange(bytes, from, to);
        return switch (random.nextInt(7)) {
            case 0 -> spliced(bytes, from, to, new byte[0]);
            case 1 -> spliced(bytes, from, from, pick(PIECES).getBytes(StandardCharsets.UTF_8));
            case 2 -> spliced(bytes, from, to, pick(PIECES).getBytes(StandardCharsets.UTF_8));
            case 3 -> spliced(bytes, from, from, cut);
            case 4 ->
                spliced(bytes, from, Math.min(bytes.length, from + 1), new byte[] {(byte) (32 + random.nextInt(95))});
            case 5 ->
                random.nextInt(4) == 0
                        ? spliced(bytes, from, to, BAD[random.nextInt(BAD.length)])
                        : spliced(bytes, from, to, cut);
            default -> spliced(bytes, random.nextInt(bytes.length + 1), cut);
        };
    }

    private byte[] ofLines(byte[] bytes) {
        List<String> lines = new ArrayList<>(List.of(new String(bytes, StandardCharsets.UTF_8).split("\n", -1)));
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 3 -> lines.set(at, " ".repeat(random.nextInt(4)) + line);
            case 4 -> lines.set(at, line.startsWith(" ") ? line.substring(1) : line);
            case 5 ->
                lines.set(
                        at,
                        line.replaceFirst(
                                "[^ ,{\\[]+([,}\\]]|$)",
                                pick(PIECES).replace("\\", "\\\\").replace("$", "\\$") + "$1"));
            default -> lines.set(at, line.replaceFirst("[a-z]", "").replace(": ", random.nextBoolean() ? ":" : ":  "));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] with) {
        return spliced(bytes, at, at, with);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(with);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
