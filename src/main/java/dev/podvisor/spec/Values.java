package dev.podvisor.spec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The values of one {@link Shape} by field name, defaults filled in; an absent field without a default has no entry. Whoever
 * fills it has checked each value against its {@link Type}, so the casts here cannot fail on input.
 */
public record Values(Map<String, Object> byName) {

    public Values {
        byName = Map.copyOf(byName);
    }

    String text(String name) {
        return get(name);
    }

    String text(String name, String fallback) {
        return (String) byName.getOrDefault(name, fallback);
    }

    boolean flag(String name) {
        return this.<Boolean>get(name);
    }

    int whole(String name) {
        return this.<Integer>get(name);
    }

    OptionalInt optionalWhole(String name) {
        Object value = byName.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
    }

    /** The value of a field that is required or has a default. */
    @SuppressWarnings("unchecked")
    <T> T get(String name) {
        return (T) Objects.requireNonNull(byName.get(name), name);
    }

    @SuppressWarnings("unchecked")
    <T> Optional<T> find(String name) {
        return Optional.ofNullable((T) byName.get(name));
    }

    @SuppressWarnings("unchecked")
    <T> List<T> list(String name) {
        return (List<T>) byName.getOrDefault(name, List.of());
    }

    @SuppressWarnings("unchecked")
    Map<String, String> strings(String name) {
        return (Map<String, String>) byName.getOrDefault(name, Map.of());
    }
}
