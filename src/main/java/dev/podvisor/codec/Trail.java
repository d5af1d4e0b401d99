package dev.podvisor.codec;

/** A place in a document as a message names it, such as {@code spec.processes[1].name}; made into text only when needed. */
sealed interface Trail {

    /** The document itself. */
    record Root() implements Trail {
        @Override
        public String toString() {
            return "";
        }
    }

    record Key(Trail parent, String name) implements Trail {
        @Override
        public String toString() {
            if (!isPlain(name)) {
                return parent + "[" + Wording.quote(name) + "]";
            }
            return parent instanceof Root ? name : parent + "." + name;
        }
    }

    record Item(Trail parent, int index) implements Trail {
        @Override
        public String toString() {
            return parent + "[" + index + "]";
        }
    }

    default Trail key(String name) {
        return new Key(this, name);
    }

    default Trail item(int index) {
        return new Item(this, index);
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= Wording.LONGEST;
    }
}
