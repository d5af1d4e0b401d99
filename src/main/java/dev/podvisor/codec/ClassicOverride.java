package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The value of a variable as a node of the document. */
final class ClassicOverride {

    private ClassicOverride() {}

    /** A node for the value of the given keys, at the place of the one that it replaces. */
    static Node node(List<String> keys, String value, Node at) {
        String text = value.strip();
        if (keys.size() == 4 && keys.get(2).equals("env")) {
            return new Scalar(value, true, false, at.line(), at.column());
        }
        return switch (keys.getLast()) {
            case "command" -> list(text, ListHint.split(text), at);
            case "depends_on" -> list(text, List.of(text.split("[,\\s]+")), at);
            case "include", "exclude" -> list(text, List.of(text), at);
            case "enabled",
                    "metrics_enabled",
                    "resource_metrics_enabled",
                    "stdout",
                    "stderr",
                    "detect_auto",
                    "extract_level",
                    "extract_message",
                    "merge_fields" -> plain(flag(text), at);
            default -> plain(text, at);
        };
    }

    /** The ancestor took what Go's strconv.ParseBool takes. */
    private static String flag(String text) {
        return switch (text) {
            case "1", "t", "T" -> "true";
            case "0", "f", "F" -> "false";
            default -> text;
        };
    }

    private static Node plain(String text, Node at) {
        return new Scalar(text, false, false, at.line(), at.column());
    }

    /** A JSON list, or words. */
    private static Node list(String text, List<String> words, Node at) {
        List<Node> items = new ArrayList<>();
        if (text.startsWith("[")) {
            if (!(json(text).orElse(plain(text, at)) instanceof Sequence list)) {
                return plain(text, at);
            }
            for (Node item : list.items()) {
                items.add(
                        item instanceof Scalar s
                                ? new Scalar(s.text(), true, false, at.line(), at.column())
                                : new Sequence(List.of(), 1, at.line(), at.column()));
            }
        } else {
            words.forEach(word -> items.add(new Scalar(word, true, false, at.line(), at.column())));
        }
        return new Sequence(items, items.size() + 1, at.line(), at.column());
    }

    private static Optional<Node> json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Utf8.firstFault(bytes).isPresent()) {
            return Optional.empty();
        }
        try {
            Problems problems = new Problems("");
            Optional<Node> node = new TreeBuilder(bytes, problems).build();
            return problems.fatal() ? Optional.empty() : node;
        } catch (Unreadable notJson) {
            return Optional.empty();
        }
    }
}
