package dev.podvisor.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.podvisor.status.Usage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The fields of a JSON object, each read as the type it must have; a field that is missing or of another type is an error. */
record JsonObject(Map<String, Object> fields) {

    /** Turns an object into a value. */
    @FunctionalInterface
    interface Binding<T> {
        T bind(JsonObject object) throws IOException;
    }

    /** The object that a document in UTF-8 is. */
    static JsonObject read(byte[] document) throws IOException {
        try (JsonParser parser = StatusJson.FACTORY.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not a JSON object");
            }
            return new JsonObject(object(parser));
        }
    }

    String text(String name) throws IOException {
        return get(String.class, name);
    }

    long whole(String name) throws IOException {
        return get(Long.class, name);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A number that may not be known. */
    long known(String name) throws IOException {
        return has(name) ? whole(name) : Usage.UNKNOWN;
    }

    OptionalLong optionalWhole(String name) throws IOException {
        return has(name) ? OptionalLong.of(whole(name)) : OptionalLong.empty();
    }

    /** An object of whole numbers. */
    Map<String, Integer> counts(String name) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        JsonObject object = of(get(Map.class, name));
        for (String key : object.fields.keySet()) {
            counts.put(key, (int) object.whole(key));
        }
        return counts;
    }

    boolean flag(String name) throws IOException {
        return get(Boolean.class, name);
    }

    <E extends Enum<E>> E word(Class<E> type, String name) throws IOException {
        String word = text(name);
        try {
            return Enum.valueOf(type, word);
        } catch (IllegalArgumentException e) {
            throw new IOException("its field " + name + " has the unknown value " + word, e);
        }
    }

    Instant instant(String name) throws IOException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new IOException("its field " + name + " is not a timestamp", e);
        }
    }

    Optional<Instant> optionalInstant(String name) throws IOException {
        return fields.containsKey(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    <T> Optional<T> optional(String name, Binding<T> binding) throws IOException {
        return fields.containsKey(name) ? Optional.of(binding.bind(of(get(Map.class, name)))) : Optional.empty();
    }

    List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object item : get(List.class, name)) {
            texts.add(item.toString());
        }
        return texts;
    }

    <T> List<T> list(String name, Binding<T> binding) throws IOException {
        List<T> items = new ArrayList<>();
        for (Object item : get(List.class, name)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw new IOException("its field " + name + " holds something else than objects");
            }
            items.add(binding.bind(of(map)));
        }
        return items;
    }

    @SuppressWarnings("unchecked") // the parser makes no other maps
    private static JsonObject of(Map<?, ?> map) {
        return new JsonObject((Map<String, Object>) map);
    }

    private <T> T get(Class<T> type, String name) throws IOException {
        Object value = fields.get(name);
        if (value == null) {
            throw new IOException("it lacks the field " + name);
        }
        if (!type.isInstance(value)) {
            throw new IOException("its field " + name + " is of the wrong type");
        }
        return type.cast(value);
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.VALUE_NULL) {
                fields.put(name, value(parser, token));
            }
        }
        return fields;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return items;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> parser.getText();
        };
    }
}
