package dev.podvisor.codec;

/**
 * Something wrong with a document, in the one error grammar.
 *
 * @param file the name under which the document was given
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1, in characters (code points); 0 when the whole file is meant
 * @param path where in the spec, such as {@code spec.processes[1].replicas}; empty for the text itself
 * @param text what is wrong; never holds a value of {@code env} or {@code envFrom}
 * @param hint what would be right; may be empty
 */
public record Problem(Severity severity, String file, int line, int column, String path, String text, String hint) {

    public enum Severity {
        /** The document cannot be used. */
        Error,
        /** The document can be used, but probably does not say what was meant. */
        Warning
    }

    /** The problem without its place: what a list that shows the place elsewhere prints. */
    public String message() {
        String subject = path.isEmpty() ? "the document" : path;
        String lead = switch (severity) {
            case Error ->
                line == 0
                        ? "cannot read " + file + ": "
                        : "cannot " + (path.isEmpty() ? "read " : "use ") + subject + ": ";
            case Warning -> "warning: " + subject + ": ";
        };
        return lead + text + (hint.isEmpty() ? "" : " (" + hint + ")");
    }

    @Override
    public String toString() {
        return line == 0 ? message() : file + ":" + line + ":" + column + ": " + message();
    }
}
