package dev.podvisor.codec;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads inputs of 3 MiB that each aim at another part of the reader; run by {@link BoundsTest} in a JVM with a small heap. */
final class HostileInputs {

    private static final int SIZE = 3 * 1024 * 1024;

    private HostileInputs() {}

    public static void main(String[] args) {
        for (Map.Entry<String, Supplier<byte[]>> input : inputs().entrySet()) {
            byte[] bytes = input.getValue().get();
            long start = System.nanoTime();
            List<Problem> problems =
                    SpecReader.read("x", new ByteArrayInputStream(bytes)).problems();
            System.out.println(input.getKey() + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
            if (problems.isEmpty()
                    || problems.stream()
                            .anyMatch(p -> p.line() < 1 || p.toString().length() > 1000)) {
                System.out.println("accepted, or wrongly reported: " + problems);
                System.exit(1);
            }
        }
        System.out.println("all refused");
    }

    private static Map<String, Supplier<byte[]>> inputs() {
        Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
        String name = Texts.HEAD + "    - name: ";
        all.put("a line of spaces", () -> filled("kind:", " ", ""));
        all.put("a comment", () -> filled("kind: a\n#", "x", ""));
        all.put("a plain text", () -> filled(name, "x", ""));
        all.put("a text beyond Latin-1", () -> filled(name + "€", "x", ""));
        all.put("a quoted text", () -> filled(name + "\"€", "x", "\""));
        all.put("a text beyond the basic plane", () -> filled(name + "\"", "😀", "\""));
        all.put("escapes", () -> filled(name + "\"", "\\n", "\""));
        all.put("a block text", () -> filled(name + "|\n", "        €xxxx\n", ""));
        all.put("a text of many lines", () -> filled(name + "a\n", "        xxxx €\n", ""));
        all.put("a quote that is never closed", () -> filled(name + "\"€", "x", ""));
        all.put("brackets", () -> filled(name, "[", ""));
        all.put("dashes", () -> filled(name, "- ", ""));
        all.put("colons", () -> filled(name, ":", ""));
        all.put("question marks", () -> filled("", "? ", ""));
        all.put("line ends", () -> filled("", "\n", ""));
        all.put("line separators", () -> filled("kind: \"", "\u2028", "\""));
        all.put("words instead of a list", () -> filled(name + "b\n      command: ", "ab ", ""));
        all.put("a long number", () -> filled(Texts.HEAD + "      replicas: ", "9", ""));
        all.put("a large exponent", () -> filled(Texts.HEAD + "      replicas: 1e", "9", ""));
        all.put("many processes", () -> filled(Texts.HEAD, "    - {name: a, command: [b]}\n", ""));
        all.put("many documents", () -> filled("", "---\n", ""));
        all.put("many anchors", () -> filled("kind: a\n", "&a b: 1\n", ""));
        all.put("a key", () -> filled("kind: 1\n? ", "k", "\n"));
        all.put("unknown keys", () -> each("kind: 1\n", 49_000, i -> "k" + i + ": 1\n"));
        all.put("equal keys", () -> each("kind: 1\n", 49_000, i -> "k: 1\n"));
        all.put("keys of one hash", () -> each("kind: 1\n", 32_768, HostileInputs::sameHash));
        all.put("labels", () -> each("kind: 1\nmetadata:\n  labels:\n", 48_000, i -> "    k" + i + ": 1\n"));
        all.put(
                "merges of a large mapping",
                () -> each("spec: &a {" + numbers(10_000) + "}\nkind:\n", 20_000, i -> "- {<<: *a}\n"));
        all.put(
                "all depend on all",
                () -> each(
                        Texts.HEAD,
                        200,
                        i -> "    - {name: p" + i + ", command: [a], dependsOn: [" + dependencies(80) + "]}\n"));
        all.put(
                "names that are nearly right",
                () -> each(
                        Texts.HEAD,
                        500,
                        i -> "    - {name: " + "proc".repeat(14) + i + ", command: [a], dependsOn: [{name: "
                                + "proc".repeat(14) + "x" + i + "}]}\n"));
        return all;
    }

    private static byte[] filled(String head, String unit, String tail) {
        byte[] part = unit.getBytes(StandardCharsets.UTF_8);
        byte[] begin = head.getBytes(StandardCharsets.UTF_8);
        byte[] end = tail.getBytes(StandardCharsets.UTF_8);
        int count = (SIZE - begin.length - end.length) / part.length;
        ByteBuffer all = ByteBuffer.allocate(begin.length + count * part.length + end.length)
                .put(begin);
        for (int i = 0; i < count; i++) {
            all.put(part);
        }
        return all.put(end).array();
    }

    private static byte[] each(String head, int count, IntFunction<String> line) {
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < count; i++) {
            text.append(line.apply(i));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** "Aa" and "BB" have the same hash, and so has every row of them. */
    private static String sameHash(int number) {
        return IntStream.range(0, 15)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining())
                + ": 1\n";
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining(", "));
    }

    private static String dependencies(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{name: p" + i + "}").collect(Collectors.joining(", "));
    }
}
