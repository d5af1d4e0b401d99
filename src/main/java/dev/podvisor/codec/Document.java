package dev.podvisor.codec;

import dev.podvisor.spec.Field;
import dev.podvisor.spec.ProcessSet;
import java.util.Optional;

/**
 * The tree of a document.
 *
 * @param classic whether it is of the classic form; otherwise it is a manifest, or meant to be one
 */
record Document(Node root, boolean classic) {

    private static final String BEGIN = "apiVersion: " + ProcessSet.API_VERSION;

    static Document of(byte[] bytes, Problems problems) throws Unreadable {
        Optional<Utf8.Fault> fault = Utf8.firstFault(bytes);
        if (fault.isPresent()) {
            Utf8.Fault f = fault.get();
            throw new Unreadable(f.line(), f.column(), f.text(), f.hint());
        }
        byte[] text = Json.spacesForTabs(bytes);
        boolean perhapsClassic = hasClassicLine(text);
        Node root = tree(perhapsClassic ? ClassicReferences.hide(text) : text, problems);
        if (isForeign(root)) {
            if (isClassic(root)) {
                return new Document(root, true);
            }
            // Not named key by key: the file may be anything, a Secret's for instance, that was given by mistake.
            throw new Unreadable(root.line(), root.column(), "it is no ProcessSet", "begin with " + BEGIN);
        }
        return new Document(perhapsClassic ? tree(text, problems) : root, false);
    }

    private static Node tree(byte[] bytes, Problems problems) throws Unreadable {
        return new TreeBuilder(bytes, problems)
                .build()
                .orElseThrow(() -> new Unreadable(1, 1, "it is empty", "begin with " + BEGIN));
    }

    /** Whether a line begins with a top-level key of the classic form. The text alone decides: it may not be YAML as it is. */
    private static boolean hasClassicLine(byte[] bytes) {
        for (int i = Utf8.markLength(bytes); i < bytes.length; i++) {
            boolean begins = i == 0 || bytes[i - 1] < ' ' && bytes[i - 1] >= 0 || i == Utf8.markLength(bytes);
            if (begins && (startsWith(bytes, i, "processes:") || startsWith(bytes, i, "global:"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int from, String text) {
        if (from + text.length() > bytes.length || bytes[from] != text.charAt(0)) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClassic(Node root) {
        return Locator.key(root, "processes")
                        .filter(Node.Mapping.class::isInstance)
                        .isPresent()
                || Locator.key(root, "global")
                        .filter(Node.Mapping.class::isInstance)
                        .isPresent();
    }

    /** Whether the document has none of the keys that a manifest has. */
    private static boolean isForeign(Node root) {
        if (root instanceof Node.Mapping mapping) {
            for (Field field : ProcessSet.SHAPE.fields()) {
                if (mapping.entries().containsKey(field.name())) {
                    return false;
                }
            }
        }
        return !(root instanceof Node.Unusable);
    }
}
