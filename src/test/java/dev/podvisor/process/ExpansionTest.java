package dev.podvisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    private static final Map<String, String> VARIABLES =
            Map.of("A", "1", "B", "$(A)", "EMPTY", "", "DOTTED.NAME", "d", "PERCENT", "100%");

    /** The cases of a Pod's command and env, and what must be left to the shell. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "plain~plain~",
                "$(A)~1~",
                "x$(A)y$(A)z~x1y1z~",
                "$(B)~$(A)~",
                "$(EMPTY)|~|~",
                "$(DOTTED.NAME)~d~",
                "$(NO)~$(NO)~NO",
                "$(NO)$(A)~$(NO)1~NO",
                "$$(A)~$(A)~",
                "$$$(A)~$1~",
                "$$$$(A)~$$(A)~",
                "$$~$~",
                "$~$~",
                "a$~a$~",
                "$A~$A~",
                "${A}~${A}~",
                "$(A~$(A~",
                "$(A$(A)~$(A$(A)~",
                "$(date)$(NO_2)~$(date)$(NO_2)~NO_2",
                "$((i + 1))~$((i + 1))~",
                "$()~$()~",
                "$(PERCENT)$d%s~100%$d%s~",
            })
    void expandsAsAPodDoes(String text, String expected, String unresolved) {
        Set<String> open = new LinkedHashSet<>();

        assertThat(Expansion.expand(text, VARIABLES, open)).isEqualTo(expected);
        assertThat(open).isEqualTo(unresolved == null ? Set.of() : Set.of(unresolved));
    }
}
