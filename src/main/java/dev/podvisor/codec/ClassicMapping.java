package dev.podvisor.codec;

import dev.podvisor.codec.ClassicKeys.Key;
import dev.podvisor.codec.Node.Entry;
import dev.podvisor.codec.Node.Mapping;
import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import dev.podvisor.codec.Node.Unusable;
import dev.podvisor.spec.Suggestion;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A mapping of the classic form, as the table {@link ClassicKeys} knows it. What does not fit is reported and counts as absent. */
final class ClassicMapping {

    private static final Type.Flag FLAG = new Type.Flag();
    private static final Mapping NOTHING = new Mapping(Map.of(), List.of(), 1, 1, 1);

    private final ClassicContext context;
    private final String known;
    private final Place place;
    private final Mapping mapping;

    /** @param known the path of the mapping in the table */
    ClassicMapping(ClassicContext context, String known, Place place) {
        this.context = context;
        this.known = known;
        this.place = place;
        if (place.node() instanceof Mapping given) {
            this.mapping = given;
        } else {
            this.mapping = NOTHING;
            boolean absent = place.node() instanceof Unusable || place.node() instanceof Scalar s && s.isNull();
            if (!absent) {
                context.problems()
                        .error(place, place.shown() + " is " + place.kind() + ", not a mapping", "write key: value");
            }
        }
    }

    Place place() {
        return place;
    }

    Map<String, Entry> entries() {
        return mapping.entries();
    }

    /** Reports keys that are repeated, do not work or are unknown. */
    void check() {
        checkRepeated();
        for (Entry entry : mapping.entries().values()) {
            Optional<Key> key = ClassicKeys.find(known, entry.key().text());
            if (key.isEmpty()) {
                String hint = Suggestion.didYouMean(entry.key().text(), ClassicKeys.names(known))
                        .orElse("");
                context.notes().warn(entry.key(), below(entry), "there is no such key, so it has no effect", hint);
            } else if (key.get().use() != ClassicKeys.Use.Works) {
                context.notes()
                        .warn(
                                entry.key(),
                                below(entry),
                                key.get().warning(),
                                key.get().text());
            }
        }
    }

    /** Reports keys that are repeated. */
    void checkRepeated() {
        for (Entry again : mapping.repeated()) {
            Entry first = mapping.entries().get(again.key().text());
            String where = first == null ? "" : ", first on line " + first.key().line();
            context.problems()
                    .error(again.key(), below(again), "this key is there twice" + where, "keep one of the two");
        }
    }

    boolean has(String key) {
        return at(key).isPresent();
    }

    /** The mapping below a key; an empty one when there is none. */
    ClassicMapping mapping(String key) {
        Place at = at(key).orElse(new Place(NOTHING, place.path().key(key), false));
        return new ClassicMapping(context, known.isEmpty() ? key : known + "." + key, at);
    }

    /** Where the value of a key is; empty when there is none. */
    Optional<Place> at(String key) {
        Entry entry = mapping.entries().get(key);
        if (entry == null || entry.value() instanceof Scalar scalar && scalar.isNull()) {
            return Optional.empty();
        }
        return Optional.of(new Place(entry.value(), below(entry), place.secret() || key.equals("env")));
    }

    private Trail below(Entry entry) {
        Trail path = entry.key().shared() || place.secret()
                ? place.path()
                : place.path().key(entry.key().text());
        return context.place(entry.value(), path, false).path();
    }

    /** Warns of what is there; nothing when there is none. */
    void warn(String key, String text, String hint) {
        at(key).ifPresent(at -> context.notes().warn(at, text, hint));
    }

    /** The value, a number or flag where a text is wanted being taken for the text that it is written as. */
    <T> Optional<T> value(String key, Type type) {
        return at(key).flatMap(found -> context.value(type, found));
    }

    boolean flag(String key, boolean fallback) {
        return this.<Boolean>value(key, FLAG).orElse(fallback);
    }

    int whole(String key, Type.Whole type, int fallback) {
        return this.<Integer>value(key, type).orElse(fallback);
    }

    /** A duration in milliseconds between 1 and so many. */
    int millis(String key, int most, int fallback) {
        Optional<Place> at = at(key);
        return at.isEmpty()
                ? fallback
                : (int) Math.max(1, duration(at.get(), most).orElse(fallback));
    }

    /** A duration in seconds, rounded up, between two values; less than the least one is taken for that. */
    int seconds(String key, int least, int most, int fallback) {
        Optional<Place> at = at(key);
        if (at.isEmpty()) {
            return fallback;
        }
        OptionalLong millis = duration(at.get(), most * 1000L);
        return millis.isEmpty() ? fallback : (int) Math.max(least, (millis.getAsLong() + 999) / 1000);
    }

    private OptionalLong duration(Place at, long most) {
        if (at.node() instanceof Unusable) {
            return OptionalLong.empty();
        }
        String hint = "write whole seconds, such as 30, or 1m30s";
        if (at.node() instanceof Scalar scalar) {
            OptionalLong millis = ClassicDuration.parse(scalar.text());
            if (millis.isPresent() && millis.getAsLong() <= most) {
                return millis;
            }
            if (millis.isEmpty()) {
                context.problems().error(at, at.shown() + " is not a duration", hint);
            } else {
                context.problems().error(at, at.shown() + " is more than " + most / 1000 + " s", hint);
            }
            return OptionalLong.empty();
        }
        context.problems().error(at, "it is " + at.kind() + ", not a duration", hint);
        return OptionalLong.empty();
    }

    /** A list of texts. */
    List<Place> items(Place list) {
        List<Place> items = new ArrayList<>();
        if (list.node() instanceof Sequence sequence) {
            for (Node item : sequence.items()) {
                items.add(list.item(items.size(), item));
            }
        }
        return items;
    }
}
