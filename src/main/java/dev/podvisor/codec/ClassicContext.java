package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Node.Sequence;
import dev.podvisor.spec.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all readers of parts of a classic document share. */
final class ClassicContext {

    private final Problems problems;
    private final ClassicNotes notes;
    private final Map<Node, String> origins;
    private final Binder binder;

    /** @param origins by identity, the nodes that a variable has put in, and its name */
    ClassicContext(Problems problems, ClassicNotes notes, Map<Node, String> origins) {
        this.problems = problems;
        this.notes = notes;
        this.origins = origins;
        this.binder = new Binder(problems);
    }

    Problems problems() {
        return problems;
    }

    ClassicNotes notes() {
        return notes;
    }

    /** The place of a node; messages name the variable that the node comes from, or else the path. */
    Place place(Node node, Trail path, boolean secret) {
        String variable = origins.get(node);
        return new Place(node, variable == null ? path : new Trail.Root().key(variable), secret);
    }

    @SuppressWarnings("unchecked") // the binder gives what the type says
    <T> Optional<T> value(Type type, Place place) {
        Node node = place.node();
        if (isText(type)) {
            node = text(node);
        } else if (type instanceof Type.Many many && isText(many.item()) && node instanceof Sequence list) {
            List<Node> items = new ArrayList<>(list.items().size());
            for (Node item : list.items()) {
                items.add(text(item));
            }
            node = new Sequence(items, list.size(), list.line(), list.column());
        }
        return (Optional<T>) binder.value(type, new Place(node, place.path(), place.secret()));
    }

    private static boolean isText(Type type) {
        return type instanceof Type.Text || type instanceof Type.Expression;
    }

    /** A number, flag or null as the text that it is written as, which is how Go reads one into a string. */
    private static Node text(Node node) {
        if (!(node instanceof Scalar scalar) || scalar.exact()) {
            return node;
        }
        String text = scalar.isNull() ? "" : scalar.text();
        return new Scalar(text, true, scalar.shared(), scalar.line(), scalar.column());
    }
}
