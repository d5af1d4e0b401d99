package dev.podvisor.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes one record of the spec: its fields in order and how to make it from read values. The reader, the JSON Schema
 * and the reference page all come from shapes, so they cannot disagree.
 *
 * @param <T> the record
 * @param name the name used in messages and as the schema's definition, such as {@code Process}
 */
public record Shape<T>(String name, String doc, List<Field> fields, Function<Values, T> make) {

    public Shape {
        fields = List.copyOf(fields);
    }

    /** The field with this name, if there is one. */
    public Optional<Field> field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** The type of the field with this name, which must be there. */
    public Type type(String name) {
        return field(name).orElseThrow().type();
    }

    /** The shape of the field with this name, or of its items; it must be there and have one. */
    public Shape<?> nested(String name) {
        Type type = type(name);
        return ((Type.Nested) (type instanceof Type.Many many ? many.item() : type)).shape();
    }

    /**
     * Makes the record from the given values, each already checked against its field's type; absent fields get their
     * default. Required fields must be given.
     */
    public T build(Map<String, Object> given) {
        Map<String, Object> values = new HashMap<>(given);
        for (Field field : fields) {
            Object fallback = field.fallback();
            if (fallback != null && !values.containsKey(field.name())) {
                values.put(field.name(), defaultValue(field.type(), fallback));
            }
        }
        return make.apply(new Values(values));
    }

    /** A default is kept as a document writes it, so a word or an amount is still to be parsed and an empty mapping to be built. */
    private static Object defaultValue(Type type, @Nullable Object fallback) {
        Object value = Objects.requireNonNull(fallback);
        // No switch over patterns: its first use costs the start of the first child milliseconds.
        if (type instanceof Type.Word<?> word) {
            return word.parse().apply((String) value);
        }
        if (type instanceof Type.Measure measure) {
            return Quantity.parse((String) value, measure.unit(), measure.shares(), measure.least());
        }
        return type instanceof Type.Nested nested ? nested.build() : value;
    }
}
