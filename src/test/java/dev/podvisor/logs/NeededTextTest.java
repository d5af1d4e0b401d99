package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeededTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            password=\\S+;          password=
            (?i)PassWord=\\S+;      password=
            (key|token)=abc;        '=abc'
            a(bcd)?efg;             efg
            abcd*efg;               abc
            abcd+efg;               abcd
            abcd{2}efg;             abc
            [abc]def\\.x[^]]y;      def.x
            ^\\bfoo\\b bar$;        ' bar'
            foo{a|b};               ''
            abcd|efgh;              ''
            (?s)abcd;               ''
            abcd(?i)efgh;           ''
            ab;                     ''
            \\Qabc;                 ''
            \\x61bcd;               ''
            [[:alpha:]]abc;         ''
            """)
    void isWhatEveryMatchHas(String pattern, String expected) {
        assertThat(new NeededText(pattern)).hasToString(expected);
    }

    @Test
    void leavesOutNoLineThatThePatternIsFoundIn() {
        long seed = System.nanoTime();
        System.out.println("NeededTextTest seed " + seed);
        Random random = new Random(seed);
        String[] pieces = {
            "a",
            "b",
            "c",
            "k",
            "s",
            "aab",
            "abc",
            "(",
            ")",
            "|",
            "[",
            "]",
            "[^",
            "*",
            "+",
            "?",
            "{",
            "}",
            "{2}",
            "{,",
            "\\",
            "\\.",
            ".",
            "(?i)",
            "(?:",
            "(?P<a>",
            "(?i:",
            "^",
            "$",
            "-",
            "\\b",
            "\\d",
            "\\Q",
            "\\E",
            "\\x61",
            "[:alpha:]",
            "[a-c]",
            "\\pL",
            " ",
            "1"
        };
        int found = 0;
        int useful = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder pattern = new StringBuilder();
            for (int left = 1 + random.nextInt(8); left > 0; left--) {
                pattern.append(pieces[random.nextInt(2) == 0 ? random.nextInt(7) : random.nextInt(pieces.length)]);
            }
            Matcher matcher;
            try {
                matcher = Pattern.compile(pattern.toString()).matcher("");
            } catch (PatternSyntaxException e) {
                continue;
            }
            NeededText needed = new NeededText(pattern.toString());
            useful += needed.toString().isEmpty() ? 0 : 1;
            for (int line = 0; line < 5; line++) {
                String text = text(random);
                if (matcher.reset(text).find()) {
                    found++;
                    assertThat(needed.mayBeIn(text.getBytes(US_ASCII), 0, text.length()))
                            .as("seed %d: %s in %s", seed, pattern, text)
                            .isTrue();
                }
            }
        }
        assertThat(found).isGreaterThan(10_000);
        assertThat(useful).isGreaterThan(10_000);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(20); left > 0; left--) {
            text.append("aaabbbccckksABCKS.(){}|[]*+?\\^$- 12E:Q,<".charAt(random.nextInt(40)));
        }
        return text.toString();
    }
}
