package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.List;

/** Shows how to write as a list, or as a mapping, what was given as a single text. */
final class ListHint {

    private static final int LONGEST = 120;
    private static final String EXAMPLE = "write it as a list, such as [nginx, -g, \"daemon off;\"]";

    private ListHint() {}

    /** What to write for {@code place}, which should have been a list. */
    static String list(Type.Many wanted, Place place) {
        if (!(place.node() instanceof Scalar scalar) || place.isHidden()) {
            return place.node() instanceof Node.Mapping && wanted.item() instanceof Type.Nested nested
                    ? "begin each item with '- '; it has the keys " + Wording.keys(nested.shape())
                    : "write a list";
        }
        if (wanted.item() instanceof Type.Nested nested) {
            return shortForm(nested.shape(), scalar.text())
                    .transform(form -> form.isEmpty() ? "write a list" : "write [" + form + "]");
        }
        if (wanted.item() instanceof Type.Text && scalar.text().length() > LONGEST) {
            return EXAMPLE;
        }
        if (wanted.item() instanceof Type.Text) {
            String list = "write "
                    + flow(isForShell(scalar.text()) ? List.of("sh", "-c", scalar.text()) : split(scalar.text()));
            return list.length() > LONGEST ? EXAMPLE : list;
        }
        return "write [" + Wording.cut(scalar.text()) + "]";
    }

    /** {@code {name: php}} for a text where a mapping is wanted of which one text is enough; else empty. */
    static String shortForm(Shape<?> shape, String text) {
        String form = "";
        for (Field field : shape.fields()) {
            if (field.required()) {
                if (!form.isEmpty() || !(field.type() instanceof Type.Text type) || !text.matches(type.pattern())) {
                    return "";
                }
                form = "{" + field.name() + ": " + word(text) + "}";
            }
        }
        return form.length() > LONGEST ? "" : form;
    }

    /** Words as a shell would split them; quotes group, nothing is expanded. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                open = true;
            } else if (Character.isWhitespace(c)) {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                    open = false;
                }
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }

    /** Whether only a shell gives the text the meaning that it seems to have. */
    private static boolean isForShell(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if ("|&;<>`*\n".indexOf(c) >= 0 || c == '$' && !text.startsWith("(", i + 1)) {
                return true;
            }
        }
        return false;
    }

    private static String flow(List<String> words) {
        StringBuilder list = new StringBuilder("[");
        for (String word : words) {
            list.append(list.length() > 1 ? ", " : "").append(word(word));
        }
        return list.append(']').toString();
    }

    /** The word, quoted where YAML needs it. */
    private static String word(String word) {
        boolean plain = !word.isEmpty() && !word.equals("-") && Plain.kind(word) == Plain.Kind.TEXT;
        for (int i = 0; plain && i < word.length(); i++) {
            char c = word.charAt(i);
            plain = c < 128 && Character.isLetterOrDigit(c) || "_./=+-".indexOf(c) >= 0;
        }
        return plain && !word.startsWith("---") ? word : Wording.escape(word);
    }
}
