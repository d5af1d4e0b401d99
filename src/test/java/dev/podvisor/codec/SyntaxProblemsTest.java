package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about text that is not YAML, and about YAML that has no meaning here. */
class SyntaxProblemsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void areLocatedAndInOurWords(String text, String expected) {
        assertThat(Texts.lines(text)).contains("shop.yaml:" + expected);
    }

    static Stream<Arguments> areLocatedAndInOurWords() {
        return Stream.of(
                c(
                        "kind:\n\ta: b",
                        "2:1: cannot read the document: there is a tab where YAML wants spaces (indent with spaces)"),
                c(
                        "kind: a: b",
                        "1:8: cannot read the document: a ':' is not expected here (quote a text that holds ': ', or check the indentation)"),
                c("kind: @a", "1:7: cannot read the document: a text cannot begin with '@' (quote it)"),
                c("kind: `a`", "1:7: cannot read the document: a text cannot begin with '`' (quote it)"),
                c("kind: %a", "1:7: cannot read the document: a text cannot begin with '%' (quote it)"),
                c("kind: *a.b", "1:7: cannot read the document: a text cannot begin with '*' (quote it)"),
                c("kind: &", "1:7: cannot read the document: a text cannot begin with '&' (quote it)"),
                c("kind: !a!b", "1:7: cannot read the document: a text cannot begin with '!' (quote it)"),
                c(
                        "kind: *a",
                        "1:7: cannot read the document: an alias has no anchor before it (quote the text if it only begins with '*')"),
                c(
                        "kind: !secret a",
                        "1:7: cannot read the document: a tag, a word that begins with '!', has no meaning here (remove it, or quote the text)"),
                c(
                        "kind: !<x> [a]",
                        "1:7: cannot read the document: a tag, a word that begins with '!', has no meaning here (remove it, or quote the text)"),
                c(
                        "kind: \"abc\nspec: 1",
                        "1:7: cannot read the document: the quote that opens here is never closed (close it)"),
                c(
                        "kind: 'abc\n--- b",
                        "1:7: cannot read the document: the quote that opens here is never closed (close it)"),
                c(
                        "kind: \"a\\qb\"",
                        "1:10: cannot read the document: there is no such escape in double quotes (write \\\\ for a backslash, or use single quotes)"),
                c(
                        "kind: \"a\\xzzb\"",
                        "1:11: cannot read the document: there is no such escape in double quotes (write \\\\ for a backslash, or use single quotes)"),
                c(
                        "kind: [a, b",
                        "1:12: cannot read the document: a ',' or the ']' of the list from line 1 is missing (close it, or quote the text)"),
                c(
                        "kind: {a: b\nspec: c",
                        "2:5: cannot read the document: a ',' or the '}' of the mapping from line 1 is missing (close it, or quote the text)"),
                c(
                        "kind: a\n b: c",
                        "2:3: cannot read the document: a ':' is not expected here (quote a text that holds ': ', or check the indentation)"),
                c(
                        "a:\n  b: c\n d: e",
                        "3:2: cannot read the document: this does not fit the lines above (indent the keys of a mapping alike and the '-' of a list alike, and quote a text with , [ ] { })"),
                c(
                        "kind: \"a\" b",
                        "1:11: cannot read the document: there is more text after a value that is complete (quote the whole text)"),
                c(
                        "kind: a\nspec",
                        "2:1: cannot read the document: there is no ':' after this key (write key: value, and quote a text of several lines)"),
                c(
                        "kind: - a",
                        "1:7: cannot read the document: a list item is not expected here (put each '-' on a line of its own below its key)"),
                c("kind: a ? b\n? ? c", "2:3: cannot read the document: a key is not a text (write key: value)"),
                c(
                        "kind: |x\n  a",
                        "1:8: cannot read the document: only '-', '+' and a digit may follow '|' or '>' (begin the text on the next line)"),
                c(
                        "%YAML 2.0\n--- a",
                        "1:1: cannot read the document: it is not valid YAML (check quotes and indentation)"),
                c(
                        "kind: a\n]",
                        "2:1: cannot read the document: this does not fit the lines above (indent the keys of a mapping alike and the '-' of a list alike, and quote a text with , [ ] { })"),
                c(
                        "&a [*a]",
                        "1:5: cannot read the document: an alias lies inside of what it stands for (write it out)"),
                c(
                        "kind: &a {b: *a}",
                        "1:14: cannot read the document: an alias lies inside of what it stands for (write it out)"),
                c(
                        "spec: {<<: 3}",
                        "1:12: cannot read the document: << takes a mapping or a list of mappings (quote it if it is a key)"),
                c(
                        "spec: {<<: [{a: 1}, b]}",
                        "1:21: cannot read the document: << takes a mapping or a list of mappings (quote it if it is a key)"));
    }

    private static Arguments c(String text, String expected) {
        return Arguments.of(text, expected);
    }
}
