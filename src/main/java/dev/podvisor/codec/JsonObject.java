package dev.podvisor.codec;

import dev.podvisor.status.Usage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
}
