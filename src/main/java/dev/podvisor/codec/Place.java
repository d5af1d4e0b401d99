package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;

/**
 * A node where the binder stands.
 *
 * @param secret whether what is here is never shown
 */
record Place(Node node, Trail path, boolean secret) {

    Place key(String name, Node value, boolean secret) {
        return new Place(value, path.key(name), this.secret || secret);
    }

    Place item(int index, Node item) {
        return new Place(item, path.item(index), secret);
    }

    /** The node as a message names it: its text as long as that may be shown, else {@code it}. */
    String shown() {
        if (isHidden() || !(node instanceof Scalar scalar) || scalar.isNull()) {
            return "it";
        }
        return scalar.kind() == Plain.Kind.TEXT ? Wording.quote(scalar.text()) : Wording.cut(scalar.text());
    }

    /** Whether the text of the node must not be in a message. */
    boolean isHidden() {
        return secret || node instanceof Scalar scalar && scalar.shared();
    }

    /** What the node is, such as {@code a list}. */
    String kind() {
        if (!(node instanceof Scalar scalar)) {
            return node instanceof Node.Sequence ? "a list" : "a mapping";
        }
        return switch (scalar.kind()) {
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case FLAG -> "true or false";
            case NULL -> "empty";
        };
    }
}
