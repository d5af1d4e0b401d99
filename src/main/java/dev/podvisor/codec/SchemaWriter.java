package dev.podvisor.codec;

import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSet;
import dev.podvisor.spec.Quantity;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shapes as a JSON Schema (draft 2020-12). It knows what one field may hold; rules between fields are checked only by
 * {@link SpecReader}.
 */
public final class SchemaWriter {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private SchemaWriter() {}

    /** The schema of a manifest, as a tree for {@link TreeText}. */
    public static Map<String, Object> processSet() {
        SchemaWriter writer = new SchemaWriter();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DIALECT);
        schema.put("$id", "urn:" + ProcessSet.API_VERSION.replace('/', ':') + ":" + ProcessSet.KIND);
        schema.putAll(writer.object(ProcessSet.SHAPE));
        schema.put("$defs", writer.definitions);
        return schema;
    }

    private Map<String, Object> object(Shape<?> shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Field field : shape.fields()) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", field.doc());
            property.putAll(type(field.type()));
            Object fallback = field.fallback();
            if (fallback != null) {
                property.put("default", fallback);
            }
            properties.put(field.name(), property);
            if (field.required()) {
                required.add(field.name());
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("title", shape.name());
        object.put("description", shape.doc());
        object.put("type", "object");
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("additionalProperties", false);
        return object;
    }

    private Map<String, Object> type(Type type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (type) {
            case Type.Text text -> {
                schema.put("type", "string");
                schema.put("pattern", whole(text.pattern()));
                schema.put("maxLength", text.maxLength());
            }
            case Type.Whole number -> {
                schema.put("type", "integer");
                schema.put("minimum", number.min());
                schema.put("maximum", number.max());
            }
            case Type.Flag _ -> schema.put("type", "boolean");
            case Type.Word<?> word -> word(word, schema);
            case Type.Measure measure -> measure(measure, schema);
            case Type.Expression _ -> schema.putAll(type(ScalarReader.EXPRESSION));
            case Type.Many many -> {
                schema.put("type", "array");
                schema.put("items", type(many.item()));
                schema.put("minItems", many.min());
                schema.put("maxItems", many.max());
            }
            case Type.Strings _ -> {
                schema.put("type", "object");
                schema.put("additionalProperties", type(ScalarReader.ANY));
                schema.put("maxProperties", Binder.MAX_ENTRIES);
            }
            case Type.Nested nested -> {
                define(nested.shape());
                schema.put("$ref", "#/$defs/" + nested.shape().name());
            }
        }
        return schema;
    }

    /** Words are listed where they are all there is; of signals there are more than their words. */
    private static void word(Type.Word<?> word, Map<String, Object> schema) {
        schema.put("type", "string");
        if (word.isClosed()) {
            schema.put("enum", word.words());
        } else {
            schema.put("pattern", whole(word.pattern()));
            schema.put("examples", word.words().subList(0, 3));
        }
    }

    private static void measure(Type.Measure measure, Map<String, Object> schema) {
        schema.put("type", List.of("string", "number"));
        schema.put("pattern", whole(Quantity.pattern(measure.unit(), measure.shares())));
        schema.put("minimum", 0);
        schema.put("examples", Quantity.examples(measure.unit(), measure.shares()));
    }

    private void define(Shape<?> shape) {
        if (!definitions.containsKey(shape.name())) {
            definitions.put(shape.name(), Map.of()); // a place, so that the order is that of the first mention
            definitions.put(shape.name(), object(shape));
        }
    }

    private static String whole(String pattern) {
        return "^(?:" + pattern + ")$";
    }
}
