package dev.podvisor.codec;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * SnakeYAML's errors in our words. None of its text is passed on: parts of it quote the document, which may hold a secret
 * at this place.
 */
final class SyntaxErrors {

    private static final String QUOTE = "quote the text";

    private SyntaxErrors() {}

    /** The error and its place; the given place when it has none. */
    static Unreadable explain(YAMLException error, int line, int column) {
        if (!(error instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
            return new Unreadable(line, column, "it is not valid YAML from here on", "check quotes and indentation");
        }
        String context = orEmpty(marked.getContext());
        String problem = orEmpty(marked.getProblem());
        Mark place = marked.getProblemMark();
        Mark begin = marked.getContextMark();
        return begin == null ? atPlace(problem, place) : inContext(context, problem, begin, place);
    }

    private static Unreadable atPlace(String problem, Mark place) {
        if (problem.startsWith("found character '")) {
            return cannotBegin(problem.charAt("found character '".length()), problem, place);
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return at(place, "a ':' is not expected here", "quote a text that holds ': ', or check the indentation");
        }
        if (problem.startsWith("sequence entries are not allowed")) {
            return at(place, "a list item is not expected here", "put each '-' on a line of its own below its key");
        }
        if (problem.startsWith("mapping keys are not allowed")) {
            return at(place, "a '?' is not expected here", QUOTE);
        }
        if (problem.startsWith("expected '<document start>'")) {
            return at(place, "something follows the end of the document", "check the indentation");
        }
        return at(place, "it is not valid YAML", "check quotes and indentation");
    }

    private static Unreadable cannotBegin(char c, String problem, Mark place) {
        if (problem.contains("TAB")) {
            return at(place, "there is a tab where YAML wants spaces", "indent with spaces");
        }
        String what = "@`%|>".indexOf(c) >= 0 ? "'" + c + "'" : "this character";
        return at(place, "a text cannot begin with " + what, "quote it");
    }

    private static Unreadable inContext(String context, String problem, Mark begin, Mark place) {
        return switch (context) {
            case "while scanning a simple key" ->
                at(begin, "there is no ':' after this key", "write key: value, and quote a text of several lines");
            case "while scanning a quoted scalar" -> at(begin, "the quote that opens here is never closed", "close it");
            case "while scanning a double-quoted scalar" ->
                at(
                        place,
                        "there is no such escape in double quotes",
                        "write \\\\ for a backslash, or use single quotes");
            case "while scanning an alias" -> at(begin, "a text cannot begin with '*'", "quote it");
            case "while scanning an anchor" -> at(begin, "a text cannot begin with '&'", "quote it");
            case "while scanning a tag", "while parsing a node" ->
                at(begin, "a text cannot begin with '!'", "quote it");
            case "while scanning a directive", "while scanning a YAML directive" ->
                at(begin, "a line cannot begin with '%'", QUOTE);
            case "while scanning a block scalar" ->
                at(place, "only '-', '+' and a digit may follow '|' or '>'", "begin the text on the next line");
            case "while parsing a flow sequence" ->
                at(place, "a ',' or the ']' of the list from " + name(begin) + " is missing", "close it, or " + QUOTE);
            case "while parsing a flow mapping" ->
                at(
                        place,
                        "a ',' or the '}' of the mapping from " + name(begin) + " is missing",
                        "close it, or " + QUOTE);
            case "while parsing a block mapping", "while parsing a block collection" -> unfit(problem, place);
            case "while parsing a flow node", "while parsing a block node" ->
                at(place, "a value is missing here", "quote a text that begins with this character");
            default -> at(place, "it is not valid YAML", "check quotes and indentation");
        };
    }

    /** A line that is no part of the block it stands in, or more text behind a complete value. */
    private static Unreadable unfit(String problem, Mark place) {
        if (problem.contains("found '<scalar>'")) {
            return at(place, "there is more text after a value that is complete", "quote the whole text");
        }
        return at(
                place,
                "this does not fit the lines above",
                "indent the keys of a mapping alike and the '-' of a list alike, and quote a text with , [ ] { }");
    }

    private static Unreadable at(Mark mark, String text, String hint) {
        return new Unreadable(mark.getLine() + 1, mark.getColumn() + 1, text, hint);
    }

    private static String name(Mark mark) {
        return "line " + (mark.getLine() + 1);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
