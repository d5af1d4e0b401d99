package dev.podvisor.codec;

/** Ends the building of a tree: what comes after this place cannot be read. Never leaves this package. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;
    private final String text;
    private final String hint;

    Unreadable(int line, int column, String text, String hint) {
        super(text, null, false, false);
        this.line = line;
        this.column = column;
        this.text = text;
        this.hint = hint;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    String text() {
        return text;
    }

    String hint() {
        return hint;
    }
}
