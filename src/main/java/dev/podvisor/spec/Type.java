package dev.podvisor.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a field of a {@link Shape} may hold. Immutable; one description serves the reader, the schema and the docs. */
public sealed interface Type {

    /**
     * A string.
     *
     * @param what the word used in messages, such as {@code a path}
     * @param pattern a regular expression the whole text must match; empty for any text
     * @param maxLength the longest text, in UTF-16 units
     */
    record Text(String what, String pattern, int maxLength) implements Type {}

    /** A whole number between {@code min} and {@code max}, both included; {@code unit} may be empty. */
    record Whole(int min, int max, String unit) implements Type {}

    /** {@code true} or {@code false}. */
    record Flag() implements Type {}

    /**
     * A word that stands for a value, such as a signal's name.
     *
     * @param words the common words, for messages, suggestions and docs
     * @param pattern a regular expression that accepts exactly the words {@code parse} takes
     * @param parse turns the word into its value; throws {@link IllegalArgumentException} on any other
     */
    record Word<T>(String what, List<String> words, String pattern, Function<String, T> parse) implements Type {

        /** Whether the words are all that there is. */
        public boolean isClosed() {
            return pattern.replace("\\", "").equals(String.join("|", words));
        }
    }

    /**
     * An amount, written as a Kubernetes quantity, which may also be a plain number.
     *
     * @param least the smallest amount, in the unit
     * @param shares whether a percentage of what the container has is taken
     */
    record Measure(Amount.Unit unit, long least, boolean shares) implements Type {}

    /** A regular expression in RE2's syntax: a {@link LogPattern}. */
    record Expression() implements Type {}

    /** A list of between {@code min} and {@code max} items. */
    record Many(Type item, int min, int max) implements Type {}

    /** A mapping of free keys to strings, such as labels. */
    record Strings() implements Type {}

    /**
     * A mapping with the fields of a shape.
     *
     * @param source yields the shape, always the same; a spec that does not use it then does not load it
     * @param empty what a mapping without keys stands for, where that is known without the shape; else {@code null}
     */
    record Nested(Supplier<Shape<?>> source, @Nullable Object empty) implements Type {

        public Nested(Shape<?> shape) {
            this(() -> shape, null);
        }

        public Shape<?> shape() {
            return source.get();
        }

        /** The record of a mapping without keys. */
        Object build() {
            return empty == null ? shape().build(Map.of()) : empty;
        }
    }

    /** Cores; with {@code shares} also a percentage of the container's. */
    static Type cores(long leastMillicores, boolean shares) {
        return new Measure(Amount.Unit.Millicores, leastMillicores, shares);
    }

    /** Memory; with {@code shares} also a percentage of the container's. */
    static Type memory(long leastBytes, boolean shares) {
        return new Measure(Amount.Unit.Bytes, leastBytes, shares);
    }

    /** Any bytes. */
    static Type bytes(long least) {
        return memory(least, false);
    }

    /** The words are the constants of an enum, in the CamelCase they are declared in. */
    static <E extends Enum<E>> Word<E> choice(Class<E> type) {
        return choice("one of", type);
    }

    /** @param what the word used in messages that do not list the words, such as {@code a facility} */
    static <E extends Enum<E>> Word<E> choice(String what, Class<E> type) {
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            words.add(constant.name());
        }
        return new Word<>(what, List.copyOf(words), String.join("|", words), word -> Enum.valueOf(type, word));
    }
}
