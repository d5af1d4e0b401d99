package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.podvisor.spec.LogPattern;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about a pattern that RE2 does not take: the construct, where it is, and what to write instead. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PatternProblemsTest {

    private static final List<String> PARTS = List.of(
            "a",
            "b",
            "(",
            "(?:",
            "(?P<n>",
            "(?<m>",
            ")",
            "[",
            "]",
            "^",
            "[^",
            "-",
            "*",
            "+",
            "?",
            "{2}",
            "{1,}",
            "{,3}",
            "{3,1}",
            "{0}",
            "|",
            "\\",
            "\\1",
            "\\d",
            "\\pL",
            "\\p{Greek}",
            "\\p{X",
            "\\Q",
            "\\E",
            "\\x41",
            "\\x{41}",
            "\\x",
            "\\07",
            "\\12",
            "(?i)",
            "(?i:",
            "(?",
            "(?=",
            "[:alpha:]",
            ".",
            "$",
            "é",
            "😀",
            "{",
            "}",
            "\\Z",
            "\\b",
            "(?s-i)",
            "(?x)",
            "(?U)",
            "\\8",
            "\\é",
            ",",
            "1",
            "\\_",
            "\\0",
            "\\z",
            "(?-)",
            "(?P=n)",
            "(?>");

    private final long seed = Long.getLong("podvisor.seed", System.nanoTime());

    @Test
    void aProblemOfAManifestHasItAll() {
        assertThat(Texts.lines(Texts.HEAD + """
                      logging:
                        redact:
                          - pattern: ok
                          - pattern: (?=x)
                """))
                .containsExactly(
                        "shop.yaml:10:22: cannot use spec.processes[0].logging.redact[1].pattern: \"(?=x)\" is no pattern: lookahead (?= at position 1 (RE2 has none; match the text itself and keep it with $1)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "(?=x) ~ lookahead (?= at position 1 ~ RE2 has none; match the text itself and keep it with $1",
                "é😀(?!x) ~ lookahead (?! at position 3 ~ RE2 has none; use exclude, or match less",
                "a(?<=x) ~ lookbehind (?<= at position 2 ~ RE2 has none; match the text itself and keep it with $1",
                "(?<!x) ~ lookbehind (?<! at position 1 ~ RE2 has none; use exclude, or match less",
                "(a)\\1 ~ backreference \\1 at position 4 ~ RE2 has none; write out what the group may be, or match less",
                "(?P<n>a)(?P=n) ~ backreference (?P= at position 9 ~ RE2 has none; write out what the group may be, or match less",
                "\\k<n> ~ backreference \\k at position 1 ~ RE2 has none; write out what the group may be, or match less",
                "a++ ~ possessive ++ at position 2 ~ RE2 never goes back; remove the +",
                "a*+ ~ possessive *+ at position 2 ~ RE2 never goes back; remove the +",
                "a{2}+ ~ possessive }+ at position 4 ~ RE2 never goes back; remove the +",
                "a** ~ the repetition * of a repetition at position 3 ~ put the inner one in (?:…)",
                "(?>x) ~ atomic group (?> at position 1 ~ RE2 never goes back, so write (?:",
                "(?(1)a|b) ~ condition (?( at position 1 ~ RE2 has none; write both cases with |",
                "(?#x)a ~ comment (?# at position 1 ~ RE2 has none; remove it",
                "(?|a|b) ~ branch reset (?| at position 1 ~ RE2 has none; write (?:",
                "(?R) ~ recursion (?R at position 1 ~ RE2 has none; write it out as deep as it goes",
                "(?'n'a) ~ group (?' at position 1 ~ write (?P<name>…)",
                "(?x) a ~ the flag x at position 3 ~ remove the spaces and comments of the pattern, too",
                "(?iz)a ~ the flag z at position 4 ~ RE2 has i, m, s and U",
                "a\\Z ~ the escape \\Z at position 2 ~ write \\z or $ for the end of the text",
                "\\h+ ~ the escape \\h at position 1 ~ write [ \\t]",
                "\\u0041 ~ the escape \\u at position 1 ~ write \\x{…} with the number of the character",
                "[\\b] ~ the escape \\b at position 2 ~ it has no meaning in brackets; put it in front of them",
                "\\y ~ the escape \\y at position 1 ~ RE2 has none; remove the backslash for the character itself",
                "\\ ~ a backslash without a character at position 1 ~ write \\\\ for a backslash",
                "x[a ~ the [ without a ] at position 2 ~ close it, or write \\[ for the character",
                "x(a ~ the ( without a ) at position 2 ~ close it, or write \\( for the character",
                "a) ~ the ) without a ( at position 2 ~ write \\) for the character",
                "*a ~ the repetition * of nothing at position 1 ~ write \\* for the character",
                "a{2,1} ~ the repetition {2,1} at position 2 ~ write the smaller number first",
                "a{1001} ~ the repetition {1001} at position 2 ~ at most 1000 times; write + or * for any number",
                "a{99999999999} ~ the repetition {99999999999} at position 2 ~ at most 1000 times; write + or * for any number",
                "((a{100}){10}){2} ~ the repetition {2} of what is repeated already at position 15 ~ at most 1000 times in all",
                "(abcdefghijklmnop){1000} ~ more than 10000 steps in all, by repetition at position 19 ~ repeat less, or write + or *",
                "\\p{IsGreek} ~ invalid character class range \\p{IsGreek} at position 1 ~ write a category or script, such as \\pL or \\p{Greek}, or [[:alpha:]]",
                "[[:foo:]] ~ invalid character class range [:foo:] at position 2 ~ such as [[:alpha:]], [[:digit:]], [[:space:]]",
                "x[b-a] ~ invalid character class range b-a at position 3 ~ ``",
                "(?P<n>a)(?P<n>b) ~ duplicate capture group name n at position 13 ~ each group needs a name of its own",
                "\\xg ~ invalid escape sequence \\xg at position 1 ~ write two digits, such as \\x1b, or any in braces",
            })
    void sayWhichConstructAndWhere(String pattern, String text, String hint) {
        Optional<PatternFault> fault = PatternReader.fault(pattern);

        assertThat(fault.map(found -> found.text(pattern))).hasValue(text);
        assertThat(fault.map(PatternFault::hint)).hasValue(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "^ERROR", "(?i)password=(\\S+)", "(?P<n>a)|(?<m>b)", "[[:alpha:]_-]+", "a{,5}", "[]a]",
                        "\\Qa(?=\\E",
                "[(-[:alpha:]", "\\x{1F600}", "a{1000}", "(?:a{10}){100}", "\\pL\\p{Greek}", "(|a)*", "^*",
                        "(?s).{2,}?x"
            })
    void whatRe2TakesIsFine(String pattern) {
        assertThat(PatternReader.fault(pattern)).isEmpty();
    }

    /** RE2/J itself has no bound. */
    @ParameterizedTest
    @ValueSource(
            strings = {"(((a{1000}){1000}){1000}){1000}", "(?:(?:(?:(?:a{31}){31}){31}){31}){31}", "(a+{1000}){1000}"})
    void whatWouldTakeAllMemoryIsNotTried(String pattern) {
        assertThat(PatternReader.fault(pattern)).isPresent();
    }

    @Test
    void depthAndLengthHaveABound() {
        assertThat(PatternReader.fault("(".repeat(200) + "a" + ")".repeat(200))).isEmpty();
        assertThat(PatternReader.fault("(".repeat(201) + "a" + ")".repeat(201)))
                .map(fault -> fault.text("("))
                .hasValue("more than 200 groups in one another at position 2");
        assertThat(Texts.lines(Texts.HEAD + "      logging: {include: [" + "a".repeat(4097) + "]}\n"))
                .containsExactly(
                        "shop.yaml:7:27: cannot use spec.processes[0].logging.include[0]: it is 4097 characters long (at most 4096)");
    }

    @Test
    void aPatternIsAText() {
        assertThat(Texts.lines(Texts.HEAD + "      logging: {include: [404, {a: b}]}\n"))
                .containsExactly(
                        "shop.yaml:7:27: cannot use spec.processes[0].logging.include[0]: 404 is a number, not a text (write \"404\")",
                        "shop.yaml:7:32: cannot use spec.processes[0].logging.include[1]: it is a mapping (it takes a regular expression in RE2's syntax)");
    }

    @Test
    void whatMayBeASecretIsNotShown() {
        assertThat(Texts.lines(
                        Texts.HEAD + "      env: [{name: A, value: &v '(s3cret'}]\n      logging: {include: [*v]}\n"))
                .singleElement()
                .asString()
                .doesNotContain("s3cret")
                .contains("it is no pattern (it takes a regular expression in RE2's syntax)");
    }

    @Test
    void nothingThatRe2TakesIsRejectedAndEverythingElseHasAPlace() {
        Random random = new Random(seed);
        int taken = 0;
        for (int run = 0; run < 20_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            String pattern = text.toString();
            String context = "-Dpodvisor.seed=" + seed + ": " + pattern;
            Optional<PatternFault> fault = PatternReader.fault(pattern);
            assertThat(fault.isEmpty()).as(context).isEqualTo(takes(pattern));
            fault.ifPresent(found -> assertThat(found.at()).as(context).isBetween(0, pattern.length()));
            taken += fault.isEmpty() ? 1 : 0;
        }
        assertThat(taken).as("of 20000").isGreaterThan(2000);
    }

    private static boolean takes(String pattern) {
        try {
            return !new LogPattern(pattern).compile().pattern().isEmpty() || pattern.isEmpty();
        } catch (PatternSyntaxException malformed) {
            return false;
        }
    }

    @Test
    void thePositionIsInCharacters() {
        assertThat(Pattern.compile("😀").matcher("😀").matches()).isTrue();
        assertThat(new PatternFault(2, "x", "").text("😀(")).isEqualTo("x at position 2");
    }
}
