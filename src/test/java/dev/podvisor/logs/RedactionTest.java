package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.logs.Handled.Line;
import dev.podvisor.logs.Handled.Rules;
import dev.podvisor.spec.LogLevel;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.Redaction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static List<String> replaced(String pattern, String replacement, String bytes) {
        Rules rules = new Rules();
        rules.redact(new Redaction(new LogPattern(pattern), replacement));
        return Handled.texts(rules, bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            (key=)\\w+;             $1***;        a key=abc key=d; a key=*** key=***
            (?P<k>key=)\\w+;        ${k}[gone];   key=abc;         key=[gone]
            (\\w)(\\w);             $2$1$3;       abc;             ba$3c
            (\\w)b;                 $12;          ab;              a2
            abc;                    \\$1 \\\\ $x ${y} $; abc;      $1 \\ $x ${y} $
            (a)|b;                  <$1>;         ab;              <a><>
            x*;                     -;            axb;             -a--b-
            """)
    void groupsOfThePatternMayStandInTheReplacement(String pattern, String replacement, String line, String expected) {
        assertThat(replaced(pattern, replacement, line + "\n")).containsExactly(expected);
    }

    @Test
    void bytesOutsideOfWhatIsFoundStayAsTheyAre() {
        String line = "\0\u00ff\u00e0key=\u00fe1 " + latin("é€😀") + "key=2 \u00f0\u009f";
        assertThat(replaced("key=\\S+", "*", line))
                .containsExactly("\0\u00ff\u00e0* " + latin("é€😀") + "* \u00f0\u009f");
        assertThat(replaced("[é€]|😀", "*", line)).containsExactly("\0\u00ff\u00e0key=\u00fe1 ***key=2 \u00f0\u009f");
    }

    @Test
    void bytesThatAreNoUtf8HideNothing() {
        for (int b = 0x80; b < 0x100; b++) {
            String broken = String.valueOf((char) b);
            assertThat(replaced("secret", "*", "a" + broken + "secret" + broken))
                    .containsExactly("a" + broken + "*" + broken);
        }
    }

    @Test
    void everyPatternSeesWhatTheOneBeforeHasLeft() {
        Rules rules = new Rules();
        rules.redact(
                new Redaction(new LogPattern("a"), "b"),
                new Redaction(new LogPattern("z"), "y"),
                new Redaction(new LogPattern("bb"), "c"));
        assertThat(Handled.texts(rules, "ab ba aa\nx\n")).containsExactly("c c c", "x");
    }

    @Test
    void aNoteStandsForALineThatIsTooLong() {
        Handled pipe = new Handled(new Rules().redact("secret").most(1024));
        pipe.read("x".repeat(1021) + "secret".repeat(500) + "\nshort\n" + "y".repeat(1025), 0)
                .end();
        assertThat(pipe.texts())
                .containsExactly(
                        "[redacted: a line of 1024 bytes or more]",
                        "short",
                        "[redacted: a line of 1024 bytes or more]");
        assertThat(pipe.lines.getFirst().truncated()).isTrue();
        assertThat(pipe.lines.getFirst().level()).isEqualTo(LogLevel.Warning);
        assertThat(pipe.handling.truncated()).isEqualTo(2);
        assertThat(pipe.accountIsExact()).isTrue();
    }

    @Test
    void aNoteStandsForALineThatGetsTooLong() {
        Rules rules = new Rules().most(1024);
        rules.redact(new Redaction(new LogPattern("s"), "12345678"));
        Handled pipe = new Handled(rules).read("s".repeat(200) + "\n" + "s".repeat(128) + "\n", 0);
        assertThat(pipe.texts()).containsExactly("[redacted: a line of 200 bytes or more]", "12345678".repeat(128));
    }

    @Test
    void aNoteStandsForAPieceThatMemoryDidNotReachFor() {
        Handled pipe = new Handled(new Rules().redact("secret"), 0, null);
        pipe.read("a sec", 0).read("ret", 0).read("\nb\n", 0).read("sec", 0).read("\nend\n", 0);
        assertThat(pipe.texts())
                .containsExactly(
                        "[redacted: a line of 5 bytes or more]", "b", "[redacted: a line of 3 bytes or more]", "end");
        assertThat(pipe.accountIsExact()).isTrue();
    }

    @Test
    void aSecretIsFoundInJsonHoweverItIsEscaped() {
        Handled pipe = new Handled(new Rules().json().redact("key=[a-z]+", "https://\\w+"));
        pipe.read("{\"msg\":\"key\\u003dabc\",\"url\":{\"a\":[\"https:\\/\\/user\"]}}\n", 0);
        Line line = pipe.lines.getFirst();
        assertThat(line.text()).isEqualTo("{\"msg\":\"[redacted]\",\"url\":{\"a\":[\"[redacted]\"]}}");
        assertThat(line.json()).endsWith("\"message\":\"[redacted]\",\"url\":{\"a\":[\"[redacted]\"]}}\n");
    }

    @Test
    void aSecretThatOnlyTheMessageShowsIsInNeitherForm() {
        Handled pipe = new Handled(new Rules().json().redact("key=\"[a-z]+\"", "other"));
        pipe.read("{\"msg\":\"a\\nkey=\\\"abc\\\"\",\"b\":1}\n", 0);
        Line line = pipe.lines.getFirst();
        assertThat(line.text()).isEqualTo("a [redacted]");
        assertThat(line.json()).endsWith("\"message\":\"a\\n[redacted]\",\"b\":1}\n");
    }

    @Test
    void aLineWhoseSecretIsGoneStaysWhole() {
        Rules rules = new Rules().json();
        rules.redact(
                new Redaction(new LogPattern("key=\\S+"), "key=*"), new Redaction(new LogPattern("id=\\S+"), "id=*"));
        Handled pipe = new Handled(rules).read("{\"msg\":\"say \\\"\\\" key=abc id=x end\",\"b\":1}\n", 0);
        assertThat(pipe.texts()).containsExactly("{\"msg\":\"say \\\"\\\" key=* id=* end\",\"b\":1}");
    }

    @Test
    void aSecretOfSeveralLinesGoesInOneEvent() {
        Handled pipe = new Handled(new Rules().join(10).redact("BEGIN[\\s\\S]*END"));
        pipe.read("a BEGIN\n x\n y\n END b\nc\n", 0).end();
        assertThat(pipe.texts()).containsExactly("a [redacted] b", "c");
        assertThat(pipe.lines.getFirst().lines()).isEqualTo(1);
        assertThat(pipe.accountIsExact()).isTrue();
    }

    @Test
    void anEventBeyondItsBoundsIsLostWhereASecretMayReachOverThem() {
        Rules rules = new Rules().join(3).redact("BEGIN[\\s\\S]*END").most(1024);
        Handled pipe =
                new Handled(rules).read("BEGIN\n x\n y\n z\n END\nnext\n", 0).end();
        assertThat(pipe.texts()).containsExactly("[redacted: a line of 13 bytes or more]", "next");
        assertThat(pipe.accountIsExact()).isTrue();

        pipe = new Handled(rules)
                .read("BEGIN\n " + "x".repeat(3000) + "\n END\nnext\n more", 0)
                .end();
        assertThat(pipe.texts()).containsExactly("[redacted: a line of 1029 bytes or more]", "next\n more");
        assertThat(pipe.accountIsExact()).isTrue();
    }

    @Test
    void theRestOfALineThatIsLostIsLostHoweverLateItComes() {
        for (String pattern : List.of("s[^x]*t", "secret")) {
            Handled pipe = new Handled(new Rules().join(5).redact(pattern).most(1024));
            pipe.read("y".repeat(1022) + "secr", 0).read("y".repeat(1021) + "secr", 5000);
            pipe.handling.tick(20_000_000_000L);
            pipe.read("et\nnext\n", 30_000).end();
            assertThat(pipe.texts()).containsExactly("[redacted: a line of 1024 bytes or more]", "next");
            assertThat(pipe.accountIsExact()).isTrue();
        }
    }

    @Test
    void theRestOfALineThatHasBegunUnderOtherRulesIsLeftOut() {
        Handled before = new Handled(new Rules().detect().most(1024)).read("y".repeat(1022) + "secr", 0);
        before.handling.end();
        assertThat(before.handling.isAmidLine()).isTrue();
        for (String pattern : List.of("s[^x]*t", "secret")) {
            for (Rules rules : List.of(
                    new Rules().redact(pattern), new Rules().redact(pattern).join(5))) {
                Handled pipe = new Handled(rules);
                pipe.handling.amidLine();
                pipe.read("cret\nnext\n", 0).end();
                assertThat(pipe.texts()).containsExactly("next");
                assertThat(pipe.handling.isAmidLine()).isFalse();
            }
        }
        Handled pipe = new Handled(new Rules().detect().join(5));
        pipe.handling.amidLine();
        pipe.read("rest\nnext\n", 0).end();
        assertThat(pipe.texts()).containsExactly("rest", "next");
    }

    @Test
    void anEventBeyondItsBoundsIsSplitWhereNoSecretCan() {
        Handled pipe = new Handled(new Rules().join(3).redact("key=\\w+")).read("a\n b key=1\n c\n d key=2\nnext\n", 0);
        assertThat(pipe.end().texts()).containsExactly("a\n b [redacted]\n c", " d [redacted]", "next");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\sb",
                "[^a]",
                "\\x0a",
                "\\n",
                "a\nb",
                "(?s).",
                "(?is:a.b)",
                "[[:space:]]",
                "\\D",
                "\\pC",
                "[\\t-~]"
            })
    void whatMayMatchANewlineIsKnown(String pattern) {
        assertThat(SpansLines.possible(pattern)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password=\\S+", "(?i)token: \\w{1,20}", "[ -~]+", "(?P<s>a|b)\\.", "a.*b$", "\\b\\d+\\b"})
    void whatCannotMatchANewlineIsKnown(String pattern) {
        assertThat(SpansLines.possible(pattern)).isFalse();
    }

    private static String latin(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
