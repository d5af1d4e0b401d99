package dev.podvisor.codec;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.List;

/** Words for messages that depend on the type that is wanted. */
final class Wording {

    /** The most characters of a document that one message shows at a time. */
    static final int LONGEST = 60;

    private static final int MANY_WORDS = 8;

    private Wording() {}

    /** The text in double quotes, cut, with control characters as escapes, so that it stays on one line. */
    static String quote(String text) {
        return escape(cut(text));
    }

    /** The whole text in double quotes, as YAML and JSON read it. */
    static String escape(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || Character.isSurrogate(c) && !isPair(text, i) || Utf8.isBreak(c)) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** At most {@link #LONGEST} characters of the text. */
    static String cut(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** Whether the surrogate at {@code i} is half of a pair. */
    static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    /** What a field takes, as in {@code it takes a list of texts}. */
    static String wanted(Type type) {
        return switch (type) {
            case Type.Text text -> name(text);
            case Type.Whole whole -> range(whole);
            case Type.Flag _ -> "true or false";
            case Type.Word<?> word -> words(word);
            case Type.Measure measure ->
                measure.unit() == Amount.Unit.Bytes ? "bytes such as 512Mi" : "cores such as 500m";
            case Type.Expression _ -> ScalarReader.EXPRESSION.what();
            case Type.Many many -> "a list, each item " + wanted(many.item());
            case Type.Strings _ -> "a mapping of texts";
            case Type.Nested nested -> "a mapping of " + keys(nested.shape());
        };
    }

    /** {@code a name} of {@code a name (lower-case letters …)}. */
    static String name(Type.Text type) {
        int end = type.what().indexOf(" (");
        return end < 0 ? type.what() : type.what().substring(0, end);
    }

    /** What stands in parentheses after the {@link #name}; may be empty. */
    static String detail(Type.Text type) {
        int start = type.what().indexOf(" (");
        return start < 0 ? "" : type.what().substring(start + 2, type.what().length() - 1);
    }

    static String range(Type.Whole type) {
        String unit = type.unit().isEmpty() ? "" : " " + type.unit();
        return "a whole number from " + type.min() + " to " + type.max() + unit;
    }

    /** {@code one of A, B, C}, {@code A} if that is the only one or, where there are many, {@code a signal}. */
    static String words(Type.Word<?> type) {
        if (type.words().size() == 1) {
            return type.words().getFirst();
        }
        return type.words().size() > MANY_WORDS ? type.what() : type.what() + " " + String.join(", ", type.words());
    }

    /** What to write where words do not help: an example or nothing. */
    static String example(Type.Word<?> type) {
        return type.words().size() > MANY_WORDS
                ? "such as " + String.join(", ", type.words().subList(0, 3))
                : "";
    }

    static String keys(Shape<?> shape) {
        List<String> names = new ArrayList<>();
        for (Field field : shape.fields()) {
            names.add(field.name());
        }
        return names.size() <= 6 ? String.join(", ", names) : String.join(", ", names.subList(0, 5)) + ", …";
    }
}
