package dev.podvisor.codec;

import dev.podvisor.codec.Node.Entry;
import dev.podvisor.codec.Node.Mapping;
import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import dev.podvisor.codec.Node.Unusable;
import dev.podvisor.spec.Field;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Suggestion;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a tree as its {@link Shape} says and reports everything that does not fit. The value of a node that does not fit is
 * empty; a record with such a value, or without one that it requires, is not built.
 *
 * <p>Types are told apart by {@code instanceof}: a switch over patterns, bootstrapped at its first use, would cost the start
 * of the first child milliseconds.
 */
final class Binder {

    /** The most entries of a mapping with free keys. */
    static final int MAX_ENTRIES = 1000;

    private final Problems problems;
    private final ScalarReader scalars;

    Binder(Problems problems) {
        this.problems = problems;
        this.scalars = new ScalarReader(problems);
    }

    /** The record; empty when it could not be built. An unknown or repeated key alone does not prevent it. */
    <T> Optional<T> bind(Shape<T> shape, Place place) {
        if (place.node() instanceof Unusable) {
            return Optional.empty();
        }
        if (!(place.node() instanceof Mapping mapping)) {
            notMapping(shape, place);
            return Optional.empty();
        }
        repeated(mapping, place);
        Map<String, Object> values = new HashMap<>();
        Set<String> meant = new HashSet<>();
        boolean whole = true;
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            Optional<Field> field = shape.field(entry.getKey());
            Node node = entry.getValue().value();
            if (field.isEmpty()) {
                unknown(shape, entry.getValue(), place, meant);
            } else if (!isNull(node)) {
                Place at = place.key(entry.getKey(), node, field.get().secret());
                Optional<?> value = value(field.get().type(), at);
                value.ifPresent(v -> values.put(entry.getKey(), v));
                whole &= value.isPresent();
            }
        }
        for (Field field : shape.fields()) {
            if (field.required() && isMissing(mapping, field)) {
                whole = false;
                if (!meant.contains(field.name())) {
                    missing(mapping, field, place);
                }
            }
        }
        return whole ? Optional.of(shape.build(values)) : Optional.empty();
    }

    /** The value; empty when it does not fit, which is reported. */
    Optional<?> value(Type type, Place place) {
        if (place.node() instanceof Unusable) {
            return Optional.empty();
        } else if (type instanceof Type.Nested nested) {
            return bind(nested.shape(), place);
        } else if (type instanceof Type.Many many) {
            return list(many, place);
        } else if (type instanceof Type.Strings) {
            return strings(place);
        }
        return scalars.read(type, place);
    }

    private Optional<List<Object>> list(Type.Many type, Place place) {
        if (!(place.node() instanceof Sequence sequence)) {
            problems.error(place, place.shown() + " is " + place.kind() + ", not a list", ListHint.list(type, place));
            return Optional.empty();
        }
        int size = sequence.items().size();
        if (size < type.min()) {
            problems.error(place, "it has no items", "write " + Wording.wanted(type.item()));
            return Optional.empty();
        }
        if (size > type.max()) {
            problems.error(place, "it has " + size + " items", "at most " + type.max());
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            value(type.item(), place.item(i, sequence.items().get(i))).ifPresent(values::add);
        }
        return values.size() == size ? Optional.of(values) : Optional.empty();
    }

    private Optional<Map<String, String>> strings(Place place) {
        if (!(place.node() instanceof Mapping mapping)) {
            problems.error(place, place.shown() + " is " + place.kind() + ", not a mapping", "write key: value");
            return Optional.empty();
        }
        if (mapping.entries().size() > MAX_ENTRIES) {
            problems.error(place, "it has " + mapping.entries().size() + " keys", "at most " + MAX_ENTRIES);
            return Optional.empty();
        }
        repeated(mapping, place);
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            Place at = place.key(entry.getKey(), entry.getValue().value(), false);
            if (!(at.node() instanceof Unusable)) {
                scalars.read(ScalarReader.ANY, at).ifPresent(value -> values.put(entry.getKey(), (String) value));
            }
        }
        return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
    }

    private void repeated(Mapping mapping, Place place) {
        for (Entry again : mapping.repeated()) {
            Entry first = mapping.entries().get(again.key().text());
            String where = first == null ? "" : ", first on line " + first.key().line();
            boolean hidden = place.secret() || again.key().shared();
            Trail path = hidden ? place.path() : place.path().key(again.key().text());
            problems.error(
                    again.key(),
                    path,
                    hidden ? "a key is there twice" + where : "this key is there twice" + where,
                    "keep one of the two");
        }
    }

    private void unknown(Shape<?> shape, Entry entry, Place place, Set<String> meant) {
        if (problems.full()) {
            problems.error(entry.key(), place.path(), "", "");
            return;
        }
        List<String> known = new ArrayList<>();
        for (Field field : shape.fields()) {
            known.add(field.name());
        }
        String key = entry.key().text();
        Optional<String> near = Suggestion.nearest(key, known);
        near.ifPresent(meant::add);
        String hint = near.map(Suggestion::ask).orElseGet(() -> elsewhere(shape, key));
        // Under env a stray key may be a part of a value, as in {name: A, value: pass,word}.
        boolean hidden = place.secret() || entry.key().shared();
        Trail path = hidden ? place.path() : place.path().key(key);
        problems.error(entry.key(), path, hidden ? "it has an unknown key" : "there is no such field", hint);
    }

    /** A field of that name one level deeper, which is where the key was probably meant to be; else the known keys. */
    private static String elsewhere(Shape<?> shape, String key) {
        for (Field field : shape.fields()) {
            Type type = field.type() instanceof Type.Many many ? many.item() : field.type();
            if (type instanceof Type.Nested nested && nested.shape().field(key).isPresent()) {
                return "it belongs into " + field.name();
            }
        }
        return "known here: " + Wording.keys(shape);
    }

    private void missing(Mapping mapping, Field field, Place place) {
        Entry empty = mapping.entries().get(field.name());
        Node at = empty == null ? mapping : empty.value();
        String text = empty == null ? field.name() + " is missing" : field.name() + " is empty";
        problems.error(at, place.path(), text, "it takes " + Wording.wanted(field.type()));
    }

    private void notMapping(Shape<?> shape, Place place) {
        String form = place.node() instanceof Scalar scalar && !place.isHidden()
                ? ListHint.shortForm(shape, scalar.text())
                : "";
        String hint = form.isEmpty() ? "its keys are " + Wording.keys(shape) : "write " + form;
        problems.error(place, place.shown() + " is " + place.kind() + ", not a mapping", hint);
    }

    private static boolean isMissing(Mapping mapping, Field field) {
        Entry entry = mapping.entries().get(field.name());
        return entry == null || isNull(entry.value());
    }

    private static boolean isNull(Node node) {
        return node instanceof Scalar scalar && scalar.isNull();
    }
}
