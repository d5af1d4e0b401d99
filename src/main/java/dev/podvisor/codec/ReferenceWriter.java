package dev.podvisor.codec;

import dev.podvisor.spec.Amount;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The shapes as the reference page {@code docs/reference/processset.md}: a table for each. */
public final class ReferenceWriter {

    private static final String INTRODUCTION = """
            # ProcessSet

            <!-- Generated from the records of dev.podvisor.spec; ReferenceWriterTest fails when it is stale. -->

            A manifest is one YAML 1.1 or JSON document in UTF-8 of at most 3 MiB, with at most 1000 processes and 1000 replicas in
            all. It is read as Kubernetes reads one: `yes` and `8080` without quotes are no texts, anchors, aliases and `<<` work, a
            key without a value is as good as absent. Unknown keys are errors. `podvisor validate FILE` names every problem with its
            place, `podvisor schema` prints the JSON Schema for editors.

            A manifest of only a name and a command runs:

            ```yaml
            apiVersion: podvisor.dev/v1alpha1
            kind: ProcessSet
            spec:
              processes:
                - name: web
                  command: [nginx, -g, "daemon off;"]
            ```
            """;

    private ReferenceWriter() {}

    /** The whole page in Markdown. */
    public static String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        Set<Shape<?>> shapes = new LinkedHashSet<>();
        collect(ProcessSet.SHAPE, shapes);
        for (Shape<?> shape : shapes) {
            section(shape, page);
        }
        return page.toString();
    }

    private static void collect(Shape<?> shape, Set<Shape<?>> found) {
        if (found.add(shape)) {
            for (Field field : shape.fields()) {
                if (item(field.type()) instanceof Type.Nested nested) {
                    collect(nested.shape(), found);
                }
            }
        }
    }

    private static void section(Shape<?> shape, StringBuilder page) {
        page.append("\n## ")
                .append(shape.name())
                .append("\n\n")
                .append(shape.doc())
                .append("\n\n");
        page.append("| field | type | unit | range | default | what |\n|---|---|---|---|---|---|\n");
        for (Field field : shape.fields()) {
            List<String> cells = List.of(
                    "`" + field.name() + "`",
                    type(field.type()),
                    unit(field.type()),
                    range(field.type()),
                    fallback(field),
                    field.doc());
            page.append("| ")
                    .append(String.join(
                            " | ", cells.stream().map(ReferenceWriter::cell).toList()))
                    .append(" |\n");
        }
    }

    private static String unit(Type type) {
        return switch (item(type)) {
            case Type.Whole whole -> whole.unit();
            case Type.Measure measure -> measure.unit() == Amount.Unit.Bytes ? "bytes" : "cores";
            default -> "";
        };
    }

    private static Type item(Type type) {
        return type instanceof Type.Many many ? item(many.item()) : type;
    }

    private static String type(Type type) {
        return switch (type) {
            case Type.Text text -> Wording.name(text).replaceFirst("^an? ", "");
            case Type.Whole _ -> "whole number";
            case Type.Flag _ -> "`true` or `false`";
            case Type.Word<?> word -> word.isClosed() ? "word" : word.what().replaceFirst("^an? ", "");
            case Type.Measure measure -> measure.shares() ? "quantity or percentage" : "quantity";
            case Type.Expression _ -> "pattern";
            case Type.Many many -> "list of " + type(many.item());
            case Type.Strings _ -> "mapping of texts";
            case Type.Nested nested -> link(nested.shape());
        };
    }

    private static String range(Type type) {
        return switch (type) {
            case Type.Text text -> {
                String detail = Wording.detail(text);
                yield "at most " + text.maxLength() + " characters" + (detail.isEmpty() ? "" : "; " + detail);
            }
            case Type.Whole whole -> whole.min() + " to " + whole.max();
            case Type.Word<?> word ->
                word.isClosed()
                        ? code(word.words())
                        : code(word.words()) + ", `SIGRTMIN`, `SIGRTMIN+n`, `SIGRTMAX-n`, `SIGRTMAX`";
            case Type.Measure measure ->
                "at least " + new Amount(measure.unit(), measure.least(), false)
                        + (measure.shares() ? ", or `1%` to `100%` of the container's" : "");
            case Type.Many many -> many.min() + " to " + many.max() + " items" + inner(many.item());
            case Type.Strings _ -> "at most " + Binder.MAX_ENTRIES + " keys";
            case Type.Flag _ -> "";
            case Type.Expression _ -> "at most " + LogPattern.MAX_LENGTH + " characters";
            case Type.Nested _ -> "";
        };
    }

    private static String inner(Type item) {
        String range = range(item);
        return range.isEmpty() ? "" : "; each " + range;
    }

    private static String fallback(Field field) {
        Object value = field.fallback();
        if (value == null) {
            return field.required() ? "required" : "";
        }
        return value instanceof Map<?, ?> map && map.isEmpty()
                ? "`{}`"
                : value.equals("") ? "`\"\"`" : "`" + value + "`";
    }

    private static String code(List<String> words) {
        return "`" + String.join("`, `", words) + "`";
    }

    private static String link(Shape<?> shape) {
        return "[" + shape.name() + "](#" + shape.name().toLowerCase(Locale.ROOT) + ")";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
